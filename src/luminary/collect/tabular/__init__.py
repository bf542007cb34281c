"""Reading tables of any origin: what is a row, what is a column, what is a time, what is a count.

It knows no platform. The formats `table` and `ties` are made of it, and so can be every platform whose
export is a table.

``layouts``    delimited text, JSON lines, a JSON list or Parquet, recognised and read row by row
``delimited``  delimiters, quoted line ends, borders between records
``named``      tables of a known vendor, each file with a header of its own
``headers``    column names told apart, and compared without regard to spelling
``times``      the way in which a column writes times, decided over a sample
``counts``     "13.8M", "1,234" and "13 800 000" as figures
"""

from luminary.collect.tabular.counts import count_of
from luminary.collect.tabular.delimited import delimiter_of, sniff, whole_records
from luminary.collect.tabular.headers import plain, unique_names
from luminary.collect.tabular.layouts import (
    Sample,
    Shape,
    is_table,
    may_be_cut,
    sample_of,
    table_rows,
    to_shape,
)
from luminary.collect.tabular.named import check_columns, named_rows
from luminary.collect.tabular.times import TimeReader, time_kind

__all__ = [
    "Sample",
    "Shape",
    "TimeReader",
    "check_columns",
    "count_of",
    "delimiter_of",
    "is_table",
    "may_be_cut",
    "named_rows",
    "plain",
    "sample_of",
    "sniff",
    "table_rows",
    "time_kind",
    "to_shape",
    "unique_names",
    "whole_records",
]
