"""Tables of the stage `collect`: what imports brought in, row for row."""

from luminary.store.tables.declare import (
    UNTIL_END,
    Home,
    Keep,
    Table,
    figure,
    moment,
    text,
    texts,
    whole,
    yes_no,
)

_BATCH = text("batch", "import that brought the row", required=True)
_ROW = whole("row", "number of the raw row within its batch", required=True)

RAW_ROWS = Table(
    "raw_rows",
    Home.LAKE,
    "one row of a source, exactly as it was read",
    (
        _BATCH,
        _ROW,
        text("file", "file or archive member, as the source names it", required=True),
        whole("position", "line, or place in the file's list, counted from 1", required=True),
        text("account", "account that wrote it, where there is one", person=True),
        text("payload", "the row as JSON text"),
    ),
    Keep(730, None, "kept so that a better reader can read them again"),
    key=("batch", "row"),
)

POSTS = Table(
    "posts",
    Home.LAKE,
    "something an account published in a place",
    (
        _BATCH,
        _ROW,
        text("post", "key of the post", required=True),
        text("account", "key of the account that wrote it", person=True, required=True),
        moment("moment", "when it was published", required=True),
        text("text", "plain text without markup and without what it quotes"),
        text("place", "key of the place it stands in", required=True),
        text("thread", "key of the conversation"),
        text("title", "heading"),
        text("url", "address"),
        text("alias", "second key by which other posts point at it"),
        text("media", "text, picture, video or audio"),
        text("origin", "own, co-created or brand"),
        yes_no("paid_label", "what the platform's own label says about payment"),
    ),
    UNTIL_END,
    key=("post",),
)

REFS = Table(
    "refs",
    Home.LAKE,
    "an account points at a post or an account, as the source states it",
    (
        _BATCH,
        _ROW,
        text("kind", "reply, quote, mention, silent mention, repost or reaction", required=True),
        text("account", "account that points", person=True, required=True),
        moment("moment", "when"),
        text("post", "post that points"),
        text("target_post", "key or alias of the post pointed at"),
        text("target", "account pointed at", person=True),
        text("label", "kind of reaction"),
    ),
    UNTIL_END,
)

ACCOUNTS = Table(
    "accounts",
    Home.LAKE,
    "an account as one raw row showed it; later rows complete earlier ones",
    (
        _BATCH,
        _ROW,
        text("account", "key of the account", person=True, required=True),
        text("platform", "platform"),
        text("name", "name shown"),
        text("handle", "handle"),
        text("bio", "self-description"),
        text("url", "address given"),
        text("email", "e-mail address"),
        text("role", "title or role the platform states"),
        text("kind", "person, organisation, service or unknown"),
        moment("created", "when the account was made"),
        moment("seen", "when the platform said so"),
    ),
    UNTIL_END,
)

PLACES = Table(
    "places",
    Home.LAKE,
    "where posts stand: channel, stream, category, group, feed",
    (
        _BATCH,
        _ROW,
        text("place", "key of the place", required=True),
        text("platform", "platform"),
        text("community", "installation of the platform"),
        text("name", "name shown"),
        text("access", "open, closed or unknown"),
    ),
    UNTIL_END,
)

METRICS = Table(
    "metrics",
    Home.LAKE,
    "a figure that a platform shows, with the time it was read",
    (
        _BATCH,
        _ROW,
        text("of", "key of the account or post", person=True, required=True),
        text("what", "followers, likes, reads, incoming links, ...", required=True),
        figure("value", "the figure", "count"),
        moment("moment", "when it was read"),
    ),
    UNTIL_END,
)

TIES = Table(
    "ties",
    Home.LAKE,
    "a stated relation between two accounts (advice, friendship, follow)",
    (
        _BATCH,
        _ROW,
        text("source", "who asks, names, follows, sends", person=True, required=True),
        text("target", "who is asked, named, followed, sent to", person=True, required=True),
        text("relation", "kind of relation", required=True),
        moment("moment", "when, where known"),
        figure("weight", "strength as stated", "as stated"),
    ),
    UNTIL_END,
)

VISITS = Table(
    "visits",
    Home.LAKE,
    "a figure of web analytics: visits to the workspace's own pages, or links to them, by source and time",
    (
        _BATCH,
        _ROW,
        text("site", "whose analytics these are", required=True),
        text("tool", "what counted: search console, ga4, matomo, plausible", required=True),
        text("what", "visits, visitors, views, clicks, impressions, linking pages, ...", required=True),
        figure("value", "the figure", "count, or share from 0 to 1, or seconds, as the name says"),
        text("page", "page of the site"),
        text("referrer", "website, page or source they came from, or that links here", person=True),
        text("medium", "organic, referral, social, ..., as the source says"),
        text("campaign", "campaign of the link", person=True),
        text("content", "the link's own mark within the campaign (utm_content)", person=True),
        text("query", "what was searched for"),
        moment("moment", "beginning of the first day counted"),
        moment("until", "beginning of the last day counted"),
    ),
    UNTIL_END,
)

REJECTS = Table(
    "rejects",
    Home.LAKE,
    "a row or file that could not be used, with the reason",
    (
        _BATCH,
        text("file", "file or archive member", required=True),
        whole("position", "line or place in the file, counted from 1; empty for a whole file"),
        text("reason", "what was seen and why it could not be used", required=True),
        text("excerpt", "the beginning of the row", person=True),
    ),
    Keep(90, None, "kept until somebody has looked at them"),
)

IDENTITIES = Table(
    "identities",
    Home.DERIVED,
    "which person an account belongs to, and how that is known",
    (
        text("account", "key as it stands in posts and references", person=True, required=True),
        text("person", "stable key of the person", person=True, required=True),
        text("how", "own id, name seen with one id, handle seen with one id, name only, handle only"),
        yes_no("weak", "true when no id was found for it"),
        text("alone", "key of the person as this platform alone shows it", person=True, required=True),
    ),
    UNTIL_END,
    key=("account",),
)

PEOPLE = Table(
    "people",
    Home.DERIVED,
    "a person or organisation with what is known of it",
    (
        text("person", "stable key", person=True, required=True),
        text("name", "newest name"),
        texts("names", "all names seen", person=True),
        text("handle", "newest handle"),
        text("platform", "platform of the key"),
        text("role", "title or role the platform states"),
        text("bio", "self-description"),
        text("kind", "person, organisation, service or unknown"),
        text("kind_why", "what the kind rests on"),
        figure("followers", "newest number of followers", "accounts"),
    ),
    UNTIL_END,
    key=("person",),
)

KEY_CONFLICTS = Table(
    "key_conflicts",
    Home.DERIVED,
    "ids with several names, names with several ids: for review",
    (
        text("key", "the id, handle or name", person=True, required=True),
        texts("others", "what it was seen with", person=True),
        text("conflict", "one id, several names; or one name, several ids"),
        text("treated", "what was done"),
    ),
    UNTIL_END,
)

BATCHES = Table(
    "batches",
    Home.LEDGER,
    "one import: what was read, and whether its rows count yet",
    (
        text("batch", "hash of content, format and options", required=True),
        text("source", "file or folder name as given", required=True),
        text("format", "format it was read as", required=True),
        text("community", "installation of the platform it was read for"),
        text("options", "options of the import, as JSON"),
        text("state", "reading, landed or withdrawn", required=True),
        whole("read", "raw rows read", "rows"),
        whole("kept", "rows kept", "rows"),
        whole("rejected", "rows and files that could not be used", "rows"),
        whole("duplicates", "rows that were there already", "rows"),
        whole("left_out", "rows of people who objected or were erased", "rows"),
        text("ignored", "members of the source that the format does not use, as JSON"),
        moment("started", "when it began"),
        moment("landed", "when its rows began to count"),
        text("replaces", "batch that was read again as this one"),
        text("terms", "policy of the platform's terms under which its rows came; guessed where empty"),
        text("origin", "where the user says it is from"),
        text("obtained", "day on which it left the platform, where the user or the connector says so"),
        text("basis", "on what basis it may be used, as the user says"),
        text("notice", "whether the people in it were told, as the user says"),
    ),
    UNTIL_END,
    key=("batch",),
)

MAPPINGS = Table(
    "mappings",
    Home.LEDGER,
    "how the columns of a table are read",
    (
        text("name", "name of the mapping", required=True),
        text("columns", "field to column, as JSON", required=True),
    ),
    UNTIL_END,
    key=("name",),
)

TABLES = (
    RAW_ROWS,
    POSTS,
    REFS,
    ACCOUNTS,
    PLACES,
    METRICS,
    TIES,
    VISITS,
    REJECTS,
    IDENTITIES,
    PEOPLE,
    KEY_CONFLICTS,
    BATCHES,
    MAPPINGS,
)
