"""Assembly: puts the rooms together into one Flask application."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Flask
from flask_login import LoginManager, current_user
from flask_mail import Mail
from jinja2 import FileSystemLoader

import config
from app import cli, doorbell, i18n, news
from app import db as database
from app.clock import now
from app.digests import mails as digest_mails
from app.digests.meeting_steps import STEPS as STEPS_OF_DIGESTS
from app.digests.routes import digests
from app.digests.sections import follow_section
from app.digests.sweeps import SWEEPS as DIGEST_SWEEPS
from app.digests.topics import TOPICS as DIGEST_TOPICS
from app.feedback import mails as feedback_mails
from app.feedback.news import SOURCE as COMMENT_NEWS
from app.feedback.routes import feedback
from app.feedback.sections import feedback_section
from app.feedback.sweeps import SWEEPS as FEEDBACK_SWEEPS
from app.files import upkeep as files_upkeep
from app.health.routes import health
from app.ideas import mails as idea_mails
from app.ideas.news import SOURCE as IDEA_NEWS
from app.ideas.routes import ideas
from app.ideas.search import SEARCH_SOURCE as IDEAS_SEARCH
from app.ideas.sections import SECTIONS as IDEA_SECTIONS
from app.ideas.sections import Section as IdeaSection
from app.ideas.services.attachments import known_files as files_of_ideas
from app.ideas.services.lifecycle import REGISTRY as IDEA_STEP_LETTERS
from app.ideas.services.lifecycle import StepLetters
from app.ideas.services.telling import letters_to_authorities, letters_to_submitter
from app.ideas.sweeps import SWEEPS as IDEA_SWEEPS
from app.mail import LetterKind, Topic, readers, returns
from app.mail import mails as mail_mails
from app.mail import registry as letter_registry
from app.mail import topics as topic_registry
from app.mail.notices import post_notice
from app.mail.routes import mail
from app.mail.style import InlineStyles
from app.mail.sweeps import SWEEPS as MAIL_SWEEPS
from app.meetings import host_sweep
from app.meetings import mails as meeting_mails
from app.meetings.home_slot import next_meeting_slot
from app.meetings.idea_section import agenda_section
from app.meetings.member_page import EXTENSION as MEMBER_PAGE
from app.meetings.member_page import MemberSlot
from app.meetings.news import SOURCE as MEETING_NEWS
from app.meetings.queries import steps as meeting_steps
from app.meetings.queries.steps import Step as MeetingStep
from app.meetings.reminders import STEPS as STEPS_OF_MEETINGS
from app.meetings.reply_slot import REPLY_SLOT, attendance_section
from app.meetings.routes import meetings
from app.meetings.search import SEARCH_SOURCE as MEETINGS_SEARCH
from app.meetings.sections import SECTIONS as MEETING_SECTIONS
from app.meetings.sections import Section as MeetingSection
from app.meetings.services.authors import letters_about_agenda
from app.meetings.services.itip import take_calendar_reply
from app.meetings.services.packs import known_files as files_of_packs
from app.meetings.services.papers import known_files as files_of_meetings
from app.meetings.sweeps import SWEEPS as MEETING_SWEEPS
from app.members import mails as member_mails
from app.members import sessions
from app.members.readers import READERS
from app.members.routes import members
from app.members.search import SEARCH_SOURCE as MEMBERS_SEARCH
from app.members.sweeps import SWEEPS as MEMBER_SWEEPS
from app.moderation import mails as moderation_mails
from app.moderation.routes import moderation
from app.moderation.services.reporting import letters_to_moderator
from app.moderation.sweeps import SWEEPS as MODERATION_SWEEPS
from app.moderation.topics import TOPICS as MODERATION_TOPICS
from app.news import NewsSource
from app.portal import slots
from app.portal.body import body_name
from app.portal.routes import blueprint as portal
from app.portal.search import PAGES_SOURCE
from app.portal.slots import HomeSlot
from app.proceedings import mails as proceedings_mails
from app.proceedings.news import SOURCE as MINUTES_NEWS
from app.proceedings.routes import proceedings
from app.proceedings.sections import TODO_SLOT, decisions_section, meeting_section
from app.proceedings.services.circular import known_files as files_of_circulars
from app.proceedings.services.deciding import REGISTRY as RESOLUTION_FOLLOWERS
from app.proceedings.services.deciding import Follower
from app.proceedings.services.telling import letters_to_voices
from app.proceedings.sweeps import SWEEPS as PROCEEDINGS_SWEEPS
from app.proceedings.topics import TOPICS as PROCEEDINGS_TOPICS
from app.sweeps import AnySweep
from app.sweeps import registry as sweep_registry
from app.web import access, assets, errors, headers, human, limits, logs, pages, search, shell
from app.web.forms import csrf

BLUEPRINTS: tuple[Blueprint, ...] = (
    portal,
    pages.blueprint,
    health,
    mail,
    human.blueprint,
    members,
    ideas,
    feedback,
    moderation,
    meetings,
    proceedings,
    digests,
)
# Sections that other rooms put on the home page, in this order.
HOME_SLOTS: tuple[HomeSlot, ...] = (next_meeting_slot,)
# What the one search over everything looks through, in this order.
SEARCH_SOURCES: tuple[search.Source, ...] = (
    IDEAS_SEARCH,
    MEETINGS_SEARCH,
    MEMBERS_SEARCH,
    PAGES_SOURCE,
)
# What other rooms put on the page of a member, in this order.
MEMBER_PAGE_SLOTS: tuple[MemberSlot, ...] = (REPLY_SLOT, TODO_SLOT)
# What the page of an idea shows below it, in this order.
IDEA_PAGE_SECTIONS: tuple[IdeaSection, ...] = (
    agenda_section,
    decisions_section,
    feedback_section,
    follow_section,
)
# What the page of a meeting shows below its agenda: decisions and minutes come from the floors above.
MEETING_PAGE_SECTIONS: tuple[MeetingSection, ...] = (attendance_section, meeting_section)
IDEA_STEP_WRITERS: tuple[StepLetters, ...] = (
    letters_to_submitter,
    letters_about_agenda,
    letters_to_voices,
    letters_to_authorities,
    letters_to_moderator,
)
# What happens to the measure when an idea was decided on.
RESOLUTION_FOLLOWER_SLOTS: tuple[Follower, ...] = ()
LETTER_KINDS: tuple[LetterKind, ...] = (
    *mail_mails.KINDS,
    *member_mails.KINDS,
    *idea_mails.KINDS,
    *feedback_mails.KINDS,
    *moderation_mails.KINDS,
    *proceedings_mails.KINDS,
    *digest_mails.KINDS,
    *meeting_mails.KINDS,
)
# Who reads mail that comes to the return path, after the reports: (raw message, now) -> what it was, or None.
RETURN_READERS: tuple[returns.Reader, ...] = (take_calendar_reply,)
# The reminder ladder of meetings; higher floors add steps of their own.
MEETING_STEPS: tuple[MeetingStep, ...] = (
    *STEPS_OF_MEETINGS,
    *STEPS_OF_DIGESTS,
)
# What people choose about on the page of notifications, in this order.
TOPICS: tuple[Topic, ...] = (
    *MODERATION_TOPICS,
    *PROCEEDINGS_TOPICS,
    *DIGEST_TOPICS,
)
SWEEPS: tuple[AnySweep, ...] = (
    *host_sweep.SWEEPS,
    *MAIL_SWEEPS,
    *files_upkeep.SWEEPS,
    *IDEA_SWEEPS,
    *FEEDBACK_SWEEPS,
    *MODERATION_SWEEPS,
    *MEMBER_SWEEPS,
    *PROCEEDINGS_SWEEPS,
    *MEETING_SWEEPS,
    *DIGEST_SWEEPS,
)
# What each domain has to tell of; digests, the account's news and previews fold it.
NEWS_SOURCES: tuple[NewsSource, ...] = (
    IDEA_NEWS,
    COMMENT_NEWS,
    MEETING_NEWS,
    MINUTES_NEWS,
)
# Everybody who knows files on the disk; what none of them knows is cleared away.
FILE_KEEPERS: tuple[files_upkeep.Keeper, ...] = (
    files_of_ideas,
    files_of_meetings,
    files_of_circulars,
    files_of_packs,
)


def create_app(
    settings: Mapping[str, object] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Flask:
    """The application with the environment's settings; `settings` win over them (tests)."""
    app = Flask(__name__, static_folder="web/static")
    # One list for pages and letters: each room keeps its templates beside its code.
    app.jinja_loader = FileSystemLoader(sorted(Path(app.root_path).glob("*/templates")))
    app.config.from_mapping(config.load(environ))
    app.config.from_mapping(settings or {})
    logs.init_app(app)
    database.init_app(app)
    Mail(app)
    app.jinja_env.add_extension(InlineStyles)
    topic_registry.register(app, TOPICS)
    readers.register(app, READERS)
    letter_registry.register(app, LETTER_KINDS)
    returns.register(app, RETURN_READERS)
    meeting_steps.register(app, MEETING_STEPS)
    csrf.init_app(app)
    _sign_in(app)
    i18n.init_app(app, preferred=_preferred_language)
    headers.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
    shell.init_app(app, body_name)
    app.extensions[shell.NOTICES] = (post_notice,)
    access.init_app(app)
    limits.init_app(app)
    doorbell.init_app(app)
    sweep_registry.register(app, SWEEPS)
    files_upkeep.register(app, FILE_KEEPERS)
    news.register(app, NEWS_SOURCES)
    app.extensions[IDEA_STEP_LETTERS] = list(IDEA_STEP_WRITERS)
    search.register(app, SEARCH_SOURCES)
    app.extensions[slots.EXTENSION] = HOME_SLOTS
    app.extensions[MEMBER_PAGE] = MEMBER_PAGE_SLOTS
    app.extensions[RESOLUTION_FOLLOWERS] = RESOLUTION_FOLLOWER_SLOTS
    app.extensions[IDEA_SECTIONS] = list(IDEA_PAGE_SECTIONS)
    app.extensions[MEETING_SECTIONS] = MEETING_PAGE_SECTIONS
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    cli.init_app(app)
    return app


def _sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.anonymous_user = sessions.Visitor
    # Ours are server-side sessions that can be closed; a phone that changes networks keeps its own.
    manager.session_protection = None
    manager.user_loader(lambda token: sessions.person_by_session(token, now()))


def _preferred_language() -> str | None:
    # Asking who is there touches the session; of a reader who brings none nobody asks.
    return current_user.language if shell.has_session_cookie() and current_user else None
