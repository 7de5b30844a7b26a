"""Whether the words of a link say where it leads when they are read alone, as a screen reader does."""

from bs4 import BeautifulSoup

# In both languages, whichever the page is written in
VAGUE = {
    "ici", "là", "cliquez ici", "cliquer ici", "lien", "ce lien", "lire la suite", "en savoir plus", "plus", "suite",
    "voir", "page", "cette page", "hier", "da", "klicken sie hier", "hier klicken", "link", "dieser link",
    "weiterlesen", "mehr", "mehr erfahren", "weiter", "seite", "diese seite", "here", "click here", "more",
}  # fmt: skip


def vague_links(html: str) -> list[str]:
    """The texts of links in `html` that say nothing alone: « ici », « hier », a bare address, nothing at all."""
    texts = [link.get_text(" ", strip=True) for link in BeautifulSoup(html, "html.parser").find_all("a")]
    return [text for text in texts if is_vague(text)]


def is_vague(text: str) -> bool:
    plain = text.strip(" .…→>:!").casefold()
    return len(plain) < 2 or plain in VAGUE or plain.startswith(("http:", "https:", "www."))
