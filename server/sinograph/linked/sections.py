"""In which order a page tells what is known of a thing: for each kind the headings, and what stands below each.

An entry is a property of the ontology, the same with ``^`` for what mentions the thing by it, or with ``@`` a class of
claims that are about the thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sinograph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Collection

Sections = tuple[tuple[str, tuple[str, ...]], ...]
"""Headings, each with its entries."""

CLAIMS: Final[Sections] = (
    ("Results", ("@BenchmarkResult", "@CompetitionResult")),
    ("Prices", ("hasPrice", "@Price")),
    ("Comparisons", ("outperforms", "^outperforms", "comparableTo", "^comparableTo", "similarTo", "^similarTo",
                     "competesWith", "^competesWith", "@Comparison")),
    ("Figures", ("@MarketFigure", "@Observation", "@Quantity")),
    ("Spread of techniques", ("@TechniqueSpread",)),
    ("Positions", ("@Position",)),
    ("Events", ("@Event",)),
    ("Distinctions", ("@Distinction",)),
    ("Causes and effects", ("@CausalClaim",)),
    ("Disputes", ("@Dispute",)),
    ("Assessments", ("@Assessment", "@AdaptationStrategy", "@Misconception", "@Claim")),
)  # fmt: skip
"""Where claims stand on the page of what they are about."""

ELSEWHERE: Final[Sections] = (
    ("Elsewhere", ("closeMatch", "^closeMatch", "exactMatch", "broader", "^broader", expand("schema:sameAs").value,
                   expand("schema:subjectOf").value)),
)  # fmt: skip
"""What the curators say of other things and other sites, on every page."""

CLAIM_CLASSES: Final = tuple(entry[1:] for _, entries in CLAIMS for entry in entries if entry.startswith("@"))
"""The classes of claims; of those that a node has, the first says where it stands."""

FOLDED: Final = frozenset(CLAIM_CLASSES) - {"Event", "Dispute", "AdaptationStrategy", "Misconception"}
"""The classes whose members are a line of what they are about, rather than things of their own."""

KINDS: Final[dict[str, Sections]] = {
    "Model": (
        ("Size", ("totalParameters", "activeParameters", "parameterSize", "experts", "contextLength")),
        ("Release", ("developedBy", "releaseDate", "status", "availability", "releasedUnder", "availableOn")),
        ("Techniques", ("uses", "reliesOn", "pioneers")),
        ("Training", ("trainedOn", "trainedWithoutHardwareOf", "trainedWith", "trainingTokens", "trainedOnData",
                      "trainingCost")),
        ("Results", ("@BenchmarkResult", "@CompetitionResult", "leadsIn")),
        ("Prices", ("hasPrice", "@Price")),
        ("Lineage", ("memberOf", "succeeds", "^succeeds", "descendsFrom", "^descendsFrom", "variantOf", "^variantOf",
                     "distilledFrom", "^distilledFrom")),
        ("What it can do", ("hasCapability", "hasCharacteristic", "hasLimitation", "supportsLanguage", "languageCount",
                            "targets", "servesAs", "demonstrates")),
        ("Where it is used", ("deployedIn", "integratedInto", "powers", "^uses", "^reliesOn")),
    ),
    "ModelFamily": (
        ("Who makes it", ("developedBy", "backedBy", "availability", "releasedUnder")),
        ("Members", ("^memberOf", "^variantOf")),
        ("Techniques", ("uses", "reliesOn", "pioneers")),
        ("Size", ("contextLength", "languageCount", "parameterSize")),
        ("What it can do", ("hasCapability", "hasCharacteristic", "servesAs", "provides")),
        ("Where it is used", ("deployedIn", "integratedInto", "powers", "^reliesOn")),
    ),
    "Lab": (
        ("Who they are", ("foundedIn", "foundedBy", "basedIn", "parentOrganization", "partOf", "spunOffFrom", "ledBy",
                          "backedBy", "memberOf", "^parentOrganization")),
        ("Where the founders come from", ("foundedByFormerMemberOf", "foundedByFormerExecutiveOf")),
        ("Models and products", ("^developedBy", "offers", "provides", "^madeBy")),
        ("Techniques", ("^introducedBy", "practises", "pioneers", "employs", "adopts", "studies")),
        ("What they do", ("emphasises", "focusesOn", "servesSector", "servesAs", "countsAs", "leadsIn",
                          "hasCharacteristic", "hasLimitation", "demonstrates", "abstainsFrom", "reliesOn",
                          "restrictedBy", "^restricts")),
    ),
    "Organization": (
        ("Who they are", ("foundedIn", "foundedBy", "basedIn", "parentOrganization", "partOf", "spunOffFrom", "ledBy",
                          "^parentOrganization", "^partOf", "^spunOffFrom")),
        ("What they make", ("^developedBy", "^madeBy", "offers", "provides", "^publisher", "^introducedBy")),
        ("What they do", ("servesAs", "hasCharacteristic", "hasLimitation", "^issuedBy", "reliesOn", "restrictedBy",
                          "^restricts")),
        ("Their people", ("^formerlyAt", "^researchStintAt", "^formerExecutiveOf", "^formerPresidentOf",
                          "^foundedByFormerMemberOf", "^foundedByFormerExecutiveOf")),
    ),
    "Group": (
        ("Who they are", ("partOf", "^memberOf", "^partOf", "basedIn", "backedBy")),
        ("What they do", ("adopts", "studies", "emphasises", "reliesOn", "leadsIn", "servesSector", "servesAs",
                          "hasCharacteristic", "hasLimitation", "restrictedBy", "^restricts", "^developedBy")),
    ),
    "Technique": (
        ("What it is", ("memberOf", "combines", "designedFor", "reliesOn", "hasCharacteristic", "^memberOf")),
        ("Where it comes from", ("introducedBy", "respondsTo", "partOf")),
        ("Who uses it", ("^uses", "^practises", "^adopts", "^pioneers", "^studies", "^reliesOn")),
    ),
    "Chip": (
        ("What it is", ("madeBy", "variantOf", "^variantOf", "memberOf", "^memberOf", "servesAs", "hasCharacteristic",
                        "hasLimitation")),
        ("Restrictions", ("restrictedBy", "^restricts")),
        ("What is trained on it", ("^trainedOn", "^reliesOn")),
    ),
    "Policy": (
        ("What it is", ("issuedBy", "effectiveFrom", "atTime", "statedAs", "timeStatedAs", "partOf", "^partOf")),
        ("What it does", ("restricts", "^restrictedBy", "permits", "provides", "aimsAt", "servesAs")),
        ("Before and after", ("amends", "^amends", "expands", "^expands", "tightens", "^tightens", "precedes",
                              "^precedes")),
        ("Answers to it", ("^respondsTo", "^triggeredBy")),
    ),
    "Person": (
        ("Work", ("occupation", "academicTitle", "^foundedBy", "^ledBy", "^author")),
        ("Before", ("formerlyAt", "researchStintAt", "formerExecutiveOf", "formerPresidentOf")),
    ),
    "Product": (
        ("Who makes it", ("developedBy", "parentOrganization", "^offers", "releaseDate", "status")),
        ("What it is", ("memberOf", "hasCapability", "hasCharacteristic", "designedFor", "reliesOn", "^powers",
                        "^integratedInto", "^deployedIn")),
    ),
    "Document": (
        ("The document", ("author", "authorStatedAs", "publisher", "publishedIn", "length", "sha256", "servesAs",
                          "hasPrerequisite")),
        ("What it treats of", ("covers", "rebuts")),
        ("Passages", ("^wasQuotedFrom",)),
    ),
    "Passage": (
        ("In conflict with it", ("conflictsWith", "^conflictsWith")),
        ("What follows from it", ("^wasDerivedFrom",)),
    ),
    "Place": (
        ("Where it is", ("partOf", "^partOf")),
        ("Who is there", ("^basedIn",)),
    ),
}  # fmt: skip
"""The headings by kind; of the kinds that a thing has, the first counts."""

KNOWN: Final = "What is known"
MORE: Final = "More"
MENTIONS: Final = "Mentioned by"

COMPARABLE: Final = frozenset({"date", "earliest", "latest"})
"""Properties that repeat other dates so that queries can compare them."""


def sections_for(kinds: Collection[str]) -> Sections:
    """Return the headings for a thing of these kinds, claims about it and the rest included."""
    own = next((sections for kind, sections in KINDS.items() if kind in kinds), ())
    placed = {entry for _, entries in own for entry in entries}
    others = (
        (heading, tuple(each for each in entries if each not in placed)) for heading, entries in CLAIMS + ELSEWHERE
    )
    return (*own, *((heading, entries) for heading, entries in others if entries))
