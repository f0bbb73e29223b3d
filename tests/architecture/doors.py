"""Who may enter where: one row for each endpoint, written by hand so that a policy and its wish can differ."""

from __future__ import annotations

from app.members.models import Role

VISITOR, LOCKED, STAKEHOLDER = "visitor", "locked", "stakeholder"
ROLES = tuple(str(role) for role in Role)
EVERYBODY = frozenset({VISITOR, LOCKED, STAKEHOLDER, *ROLES})
SIGNED_IN = frozenset({STAKEHOLDER, *ROLES})
MEMBERS = frozenset({str(Role.MEMBER)})
MODERATORS = frozenset({str(Role.MODERATOR), str(Role.OFFICE)})
OFFICE = frozenset({str(Role.OFFICE)})
ADMINISTRATORS = frozenset({str(Role.ADMIN)})

# A new endpoint needs a row here; the test requests it as every kind of person there is.
DOORS: dict[str, frozenset[str]] = {
    "health.metrics": EVERYBODY,
    "health.ready": EVERYBODY,
    "human.challenge": EVERYBODY,
    "ideas.add_attachments": EVERYBODY,
    "ideas.annex": MODERATORS,
    "ideas.answer": EVERYBODY,
    "ideas.attachment": EVERYBODY,
    "ideas.begin": EVERYBODY,
    "ideas.begin_draft": EVERYBODY,
    "ideas.confirm": EVERYBODY,
    "ideas.confirm_now": EVERYBODY,
    "ideas.feed_of_ideas": EVERYBODY,
    "ideas.hand_in_whole": EVERYBODY,
    "ideas.handed_in": EVERYBODY,
    "ideas.keep_step": EVERYBODY,
    "ideas.later": EVERYBODY,
    "ideas.list_ideas": EVERYBODY,
    "ideas.lost_link": EVERYBODY,
    "ideas.objection": EVERYBODY,
    "ideas.own_attachment": EVERYBODY,
    "ideas.resume_draft": EVERYBODY,
    "ideas.self_check": EVERYBODY,
    "ideas.show_idea": EVERYBODY,
    "ideas.show_similar": EVERYBODY,
    "ideas.show_step": EVERYBODY,
    "ideas.similar_while_typing": EVERYBODY,
    "ideas.staff_attachment": MODERATORS,
    "ideas.start_over": EVERYBODY,
    "ideas.status": EVERYBODY,
    "ideas.whole": EVERYBODY,
    "ideas.withdraw": EVERYBODY,
    "mail.leave": EVERYBODY,
    "mail.unsubscribe": EVERYBODY,
    "members.account": SIGNED_IN,
    "members.account_of": ADMINISTRATORS,
    "members.accounts_list": ADMINISTRATORS,
    "members.ask_for_link": EVERYBODY,
    "members.change_address": SIGNED_IN,
    "members.change_password": SIGNED_IN,
    "members.change_profile": SIGNED_IN,
    "members.change_roles": ADMINISTRATORS,
    "members.close_other_sessions": SIGNED_IN,
    "members.close_session": SIGNED_IN,
    "members.confirm_address": EVERYBODY,
    "members.confirm_address_now": EVERYBODY,
    "members.end": ADMINISTRATORS,
    "members.enter": EVERYBODY,
    "members.enter_now": EVERYBODY,
    "members.forgotten": EVERYBODY,
    "members.invite": ADMINISTRATORS,
    "members.invite_again": ADMINISTRATORS,
    "members.join": EVERYBODY,
    "members.keep_address": SIGNED_IN,
    "members.link_sent": EVERYBODY,
    "members.lock": ADMINISTRATORS,
    "members.new_password": EVERYBODY,
    "members.seats": EVERYBODY,
    "members.set_up": EVERYBODY,
    "members.sign_in": EVERYBODY,
    "members.sign_out": EVERYBODY,
    "members.signed_out": EVERYBODY,
    "members.tie_to_seat": ADMINISTRATORS,
    "members.unlock": ADMINISTRATORS,
    "pages.alive": EVERYBODY,
    "pages.barrierefreiheit": EVERYBODY,
    "pages.datenschutz": EVERYBODY,
    "pages.impressum": EVERYBODY,
    "pages.leichte_sprache": EVERYBODY,
    "pages.robots": EVERYBODY,
    "portal.home": EVERYBODY,
    "static": EVERYBODY,
}
