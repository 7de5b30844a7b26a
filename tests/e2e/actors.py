"""Two ways to use a page: with a pointer, and by keyboard alone. Both find things by what they are called."""

from pathlib import Path

from playwright.sync_api import Locator, Page

MOST_TABS = 400


class Pointer:
    """Someone with a mouse or a finger."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator) -> None:
        target.check()

    def choose(self, target: Locator, label: str) -> None:
        target.select_option(label=label)

    def upload(self, target: Locator, *paths: Path) -> None:
        target.set_input_files(paths)


class Keyboard(Pointer):
    """Someone who never touches a pointer: Tab, space, enter, arrows and letters."""

    def reach(self, target: Locator) -> None:
        target.wait_for(state="attached")
        for _step in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {target}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        if target.get_attribute("type") == "radio":
            self._choose_radio(target)
        else:
            self.reach(target)
            self.page.keyboard.press("Space")

    def choose(self, target: Locator, label: str) -> None:
        self.reach(target)
        index = target.evaluate("(list, label) => [...list.options].findIndex(o => o.label === label)", label)
        self.page.keyboard.press("Home")
        for _step in range(index):
            self.page.keyboard.press("ArrowDown")
        assert target.evaluate("list => list.selectedOptions[0].label") == label

    def _choose_radio(self, target: Locator) -> None:
        """Tab leads into the group; space ticks its first one, arrows the others."""
        group = self.page.locator(f"input[name='{target.get_attribute('name')}']")
        index = group.evaluate_all("(all, id) => all.findIndex(one => one.id === id)", target.get_attribute("id"))
        self.reach(group.first)
        self.page.keyboard.press("Space")
        for _step in range(index):
            self.page.keyboard.press("ArrowDown")
