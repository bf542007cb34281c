"""Safety of medicines: cases that screening found, and the products that are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from luminary.web.jsonapi import Done, PageNumber, PageSize, Rows, group, skipped
from luminary.web.visitor import Asking, asking
from luminary.workspace.checking import Product
from luminary.workspace.rights import Right
from luminary.workspace.safety import SafetyCase

router = group("safety", "Safety of medicines")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a case went; empty: the address on record."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for closing a case."""

    why: str


@router.get("/cases")
def cases(
    ask: Asking = asking(Right.EDIT),
    state: Annotated[str | None, Query(description="open, routed or closed.")] = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> Rows[SafetyCase]:
    """List texts that may tell of an adverse event, the newest first; nothing is said of causes."""
    found = ask.work.safety.cases(state, size, skipped(page, size))
    return Rows(rows=found, total=ask.work.safety.count(state), page=page, size=size)


@router.get("/cases/{case}")
def case(case: str, ask: Asking = asking(Right.EDIT)) -> SafetyCase:
    """Give one case."""
    return ask.work.safety.get(case)


@router.post("/cases/{case}/route")
def route(case: str, where: Where, ask: Asking = asking(Right.EDIT)) -> SafetyCase:
    """Note that a case went to those responsible for safety."""
    return ask.work.safety.route(case, where.to)


@router.post("/cases/{case}/close")
def close(case: str, why: Why, ask: Asking = asking(Right.EDIT)) -> SafetyCase:
    """Close a case for a reason, which stays with it."""
    return ask.work.safety.close(case, why.why)


@router.get("/products")
def products(ask: Asking = asking(Right.READ)) -> list[Product]:
    """List the products of one's own."""
    return ask.work.law.products()


@router.post("/products", status_code=201)
def add(product: Product, ask: Asking = asking(Right.EDIT)) -> Product:
    """Know a product from now on; one of the same name is replaced."""
    ask.work.law.add_product(product)
    return product


@router.post("/products/forget")
def forget(name: Annotated[str, Query(max_length=200)], ask: Asking = asking(Right.EDIT)) -> Done:
    """Forget a product; cases that were found stay."""
    ask.work.law.remove_product(name)
    return Done()
