"""What the templates of the reading pages draw: words, links and marks, made from rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from app.i18n import current_language, ngettext
from app.i18n import gettext as _
from app.ideas.queries.counts import COUNTED
from app.ideas.queries.filters import IdeaFilter, Sort
from app.ideas.queries.list import IdeaCard, Listing, Suggestion
from app.ideas.queries.reference import Place, Reference
from app.ideas.routes.address import KEYS, LISTED_STATES, address_of
from app.ideas.texts import excerpt, marked
from app.web.paging import Page
from app.web.pieces import badge_of
from app.web.shell import thousands

EXCERPT = 220


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, drawn as a checkbox."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its key in the address, its name and its options."""

    key: str
    legend: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The options that are on."""
        return tuple(option for option in self.options if option.chosen)


@dataclass(frozen=True, slots=True)
class Card:
    """An idea in the list, ready to be drawn."""

    url: str
    reference: str
    title: Markup
    text: Markup
    state: str
    field: str
    places: str
    voices: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link that changes the search: takes a filter away, sorts otherwise, adds a place."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ListView:
    """Everything on the page of the list."""

    wanted: IdeaFilter
    title: str
    count: str
    cards: list[Card]
    page: Page[IdeaCard]
    choices: tuple[Choice, ...]
    active: tuple[Link, ...]
    sorts: tuple[Link, ...]
    places: tuple[Place, ...]
    place_links: dict[str, str]
    place_counts: dict[str, int]
    suggestion: Link | None
    ranked_only: int | None
    searched_only: int | None
    newest_first: str

    @property
    def filters_open(self) -> bool:
        """Whether the filters are shown unfolded: somebody is using them."""
        return any(choice.chosen for choice in self.choices)


def list_view(
    wanted: IdeaFilter, listing: Listing, reference: Reference, suggestion: Suggestion | None = None
) -> ListView:
    """The page of the list in the language of the request."""
    choices = _choices(wanted, reference)
    return ListView(
        wanted=wanted,
        title=_("Ideen für die Region"),
        count=count_in_words(listing.count),
        cards=[card_of(idea, reference, hits=bool(wanted.words)) for idea in listing.page.items],
        page=listing.page,
        choices=choices,
        active=_active(wanted, choices),
        sorts=_sorts(wanted),
        places=reference.places,
        place_links={place.ags: address_of(_toggled(wanted, place.ags)) for place in reference.places},
        place_counts={place.ags: min(place.ideas, COUNTED) for place in reference.places},
        suggestion=_suggestion(suggestion),
        ranked_only=listing.ranked_only,
        searched_only=listing.searched_only,
        newest_first=address_of(replace(wanted, sort=Sort.NEWEST)),
    )


def count_in_words(count: int) -> str:
    """„12 Ideen“, „Mehr als 1.000 Ideen“."""
    if count > COUNTED:
        return str(_("Mehr als %(number)s Ideen", number=thousands(COUNTED)))
    return str(ngettext("%(number)s Idee", "%(number)s Ideen", count, number=thousands(count)))


def card_of(idea: IdeaCard, reference: Reference, hits: bool = False) -> Card:
    """A card for an idea; with `hits`, what was searched for is marked in it."""
    language = current_language()
    return Card(
        url=url_for("ideas.show_idea", reference=idea.reference),
        reference=idea.reference,
        title=marked(idea.title) if hits else escape(idea.title),
        text=marked(idea.excerpt) if hits else escape(excerpt(idea.excerpt, EXCERPT)),
        state=idea.state,
        field=reference.field[idea.field_code].name(language),
        places=places_in_words(idea.places, reference),
        voices=_voices(idea),
    )


def places_in_words(chosen: tuple[str, ...], reference: Reference) -> str:
    """The authorities' names in their own order, or „ganze Region“ when it is all of them."""
    if len(chosen) == len(reference.places):
        return str(_("Ganze Region"))
    language = current_language()
    return ", ".join(place.name(language) for place in reference.places if place.ags in chosen)


def _voices(idea: IdeaCard) -> str:
    supports = ngettext("%(num)s Unterstützung", "%(num)s Unterstützungen", idea.support_count)
    comments = ngettext("%(num)s Rückmeldung", "%(num)s Rückmeldungen", idea.comment_count)
    said = [words for words, count in ((supports, idea.support_count), (comments, idea.comment_count)) if count]
    return " · ".join(said)


def _suggestion(suggestion: Suggestion | None) -> Link | None:
    if suggestion is None:
        return None
    return Link(f"{suggestion.meant.words} ({count_in_words(suggestion.count)})", address_of(suggestion.meant))


def _choices(wanted: IdeaFilter, reference: Reference) -> tuple[Choice, ...]:
    language = current_language()

    def choice(name: str, legend: str, options: list[tuple[str, str]]) -> Choice:
        chosen = getattr(wanted, name)
        return Choice(KEYS[name], legend, tuple(Option(code, label, code in chosen) for code, label in options))

    def named(terms: tuple[Place, ...]) -> list[tuple[str, str]]:
        return [(place.ags, place.name(language)) for place in terms]

    return (
        choice("fields", _("Handlungsfeld"), [(t.code, t.name(language)) for t in reference.fields]),
        choice("places", _("Gebiet"), named(reference.places)),
        choice("goals", _("Ziel"), [(t.code, t.name(language)) for t in reference.goals]),
        choice("groups", _("Eingereicht aus"), [(t.code, t.name(language)) for t in reference.groups]),
        choice("states", _("Stand"), [(state, str(badge_of(state).word)) for state in LISTED_STATES]),
    )


def _active(wanted: IdeaFilter, choices: tuple[Choice, ...]) -> tuple[Link, ...]:
    names = {key: name for name, key in KEYS.items()}
    links = []
    if wanted.words:
        words = _("„%(words)s“", words=wanted.words)
        links.append(Link(words, address_of(replace(wanted, words="", sort=Sort.NEWEST))))
    for choice in choices:
        for option in choice.chosen:
            links.append(Link(option.label, address_of(_without(wanted, names[choice.key], option.value))))
    return tuple(links)


def _sorts(wanted: IdeaFilter) -> tuple[Link, ...]:
    labels = {
        Sort.RELEVANCE: _("Beste Treffer"),
        Sort.NEWEST: _("Neueste"),
        Sort.SUPPORT: _("Meiste Unterstützung"),
        Sort.COMMENTS: _("Meiste Rückmeldungen"),
    }
    return tuple(
        Link(label, address_of(replace(wanted, sort=sort)), sort == wanted.sort)
        for sort, label in labels.items()
        if wanted.words or sort != Sort.RELEVANCE
    )


def _toggled(wanted: IdeaFilter, ags: str) -> IdeaFilter:
    if ags in wanted.places:
        return _without(wanted, "places", ags)
    return replace(wanted, places=(*wanted.places, ags))


def _without(wanted: IdeaFilter, name: str, value: str) -> IdeaFilter:
    kept: dict[str, Any] = {name: tuple(code for code in getattr(wanted, name) if code != value)}
    return replace(wanted, **kept)
