"""Rules of PDF/UA-1 that every PDF of ours keeps (bar.md 4.2, U-01 to U-22), read with pikepdf."""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name

STANDARD = {
    "Document", "Part", "Sect", "Div", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table",
    "TR", "TH", "TD", "THead", "TBody", "TFoot", "Caption", "Span", "Link", "Figure", "NonStruct",
}  # fmt: skip
CHILDREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
}
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"}


def broken_rules(data: bytes, *, language: str) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        elements = list(walk(root.StructTreeRoot))
        return [
            *document_rules(data, pdf, language),
            *structure_rules(pdf, elements),
            *table_rules(elements),
            *heading_rules(elements),
            *content_rules(pdf),
            *font_rules(pdf),
        ]


def kind(element) -> str:
    return str(element.get("/S", "")).removeprefix("/")


def kids(element) -> list:
    found = element.get("/K", Array([]))
    found = list(found) if isinstance(found, Array) else [found]
    return [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]


def walk(element):
    for kid in kids(element):
        yield kid
        yield from walk(kid)


def document_rules(data: bytes, pdf, language: str) -> list[str]:
    root, broken = pdf.Root, []
    with pdf.open_metadata() as metadata:
        facts = {
            "U-01 header": re.match(rb"%PDF-1\.[0-7]", data),
            "U-02 marked": bool(root.MarkInfo.Marked) and "/Suspects" not in root.MarkInfo,
            "U-03 part": metadata.get("pdfuaid:part") == "1",
            "U-03 title": metadata.get("dc:title"),
            "U-04 display title": bool(root.ViewerPreferences.DisplayDocTitle),
            "U-06 language": str(root.Lang) == f"{language}-CH",
            "U-15 encryption": not pdf.is_encrypted,
            "U-15 active parts": not {"/AcroForm", "/OpenAction", "/AF"} & set(root.keys()),
            "U-15 names": set(root.get("/Names", {}).keys()) <= {"/Dests"},  # places that links of the contents lead to
            "U-18 author": pdf.docinfo.get("/Author"),
            "U-18 date": pdf.docinfo.get("/CreationDate"),
        }
    broken += [name for name, holds in facts.items() if not holds]
    if len(pdf.pages) > 3 and "/Outlines" not in root:
        broken.append("U-20 bookmarks")
    return broken


def structure_rules(pdf, elements) -> list[str]:
    roles = {str(key): str(value) for key, value in pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}
    broken = [] if elements else ["U-05 no structure"]
    for element in elements:
        name = kind(element)
        mapped = roles.get(f"/{name}", f"/{name}").removeprefix("/")
        if name not in STANDARD and mapped not in STANDARD:
            broken.append(f"U-05 type {name}")
        if "/P" not in element:
            broken.append(f"U-05 parent of {name}")
        wrong = {kind(kid) for kid in kids(element)} - CHILDREN.get(name, STANDARD | set(roles))
        broken += [f"U-08/11 {name} in {other}" for other in wrong if name in CHILDREN]
    return broken


def table_rules(elements) -> list[str]:
    broken = []
    for table in (element for element in elements if kind(element) == "Table"):
        inside = list(walk(table))
        heads = {str(cell["/ID"]) for cell in inside if kind(cell) == "TH" and "/ID" in cell}
        if sum(kind(part) == "THead" for part in inside) > 1:
            broken.append("U-08 two heads")
        for cell in inside:
            if kind(cell) == "TD" and not any(is_headed(part, heads) for part in attributes(cell)):
                broken.append("U-10 a cell without header")
    return broken


def attributes(cell) -> list:
    found = cell.get("/A", Array([]))
    return list(found) if isinstance(found, Array) else [found]


def is_headed(part, heads: set[str]) -> bool:
    named = [str(name) for name in part.get("/Headers", [])]
    return bool(named) and set(named) <= heads


def heading_rules(elements) -> list[str]:
    levels = [int(kind(element)[1]) for element in elements if re.fullmatch("H[1-6]", kind(element))]
    skips = [f"U-12 H{one} → H{two}" for one, two in zip([0, *levels], levels, strict=False) if two > one + 1]
    return skips if levels.count(1) == 1 else [*skips, "U-12 one H1"]


def content_rules(pdf) -> list[str]:
    """Everything painted is either content of the structure or an artifact; the foot is an artifact on each page."""
    broken = []
    for page in pdf.pages:
        open_marks: list[str] = []
        artifacts = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                open_marks.append(str(operands[0]))
                artifacts += operands[0] == Name.Artifact
            elif name == "EMC":
                open_marks.pop()
            elif name in PAINTING and not open_marks:
                broken.append(f"U-07 {name} outside")
        if not artifacts:
            broken.append("U-22 no artifact")
        if page.obj.get("/Tabs") != Name.S and "/Annots" in page.obj:
            broken.append("U-14 tabs")
    return broken


def font_rules(pdf) -> list[str]:
    broken = []
    for font in (item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == Name.Font):
        if font.get("/Subtype") == Name.Type0 and "/ToUnicode" not in font:
            broken.append("U-16 ToUnicode")
        descriptor = font.get("/FontDescriptor")
        if descriptor is not None and not {"/FontFile2", "/FontFile3", "/FontFile"} & set(descriptor.keys()):
            broken.append("U-16 not embedded")
    return broken
