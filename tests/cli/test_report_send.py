"""``report send``: what arrives at a real mail server, and that nothing goes out unasked, unprotected or twice."""

import email
import email.policy
import json
import os
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import trustme

from mailserver import PASSWORD, USER, Mailbox, serving, talking, trusting
from office import CAMPUSES, PROGRAM, Command, at_a_terminal, content, proved
from safetyctl.ground.catalogue import using
from safetyctl.ground.errors import Busy
from safetyctl.ground.files import shipped
from safetyctl.plan.source import builtin
from safetyctl.reports.sent import post

THURSDAY = "2020-03-12"
OFFICE = builtin().organisation.channel.mailbox
OTHER = "colleague@example.org"
SCHOOL = "school@example.org"
BUNDLE = "weekly_2020-03-12_group.zip"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(post, "PAUSES", (0.0, 0.0))


@pytest.fixture
def week(cmd: Command) -> Command:
    """A week with its report, ready to be sent."""
    cmd.add(day="2020-03-10")
    cmd.json("report", "weekly", day=THURSDAY)
    return cmd


Setup = dict[str, str]


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, tmp_path: Path) -> Any:
    """Says to the program which server it is to use."""

    def told(box: Mailbox, **other: str) -> None:
        settings = {
            "HOST": "localhost", "PORT": str(box.port), "USER": USER, "PASSWORD": PASSWORD, "FROM": SCHOOL,
            "SECURITY": "starttls", "CA": str(trusting(authority, tmp_path / "ca.pem")),
        } | other  # fmt: skip
        for name, value in settings.items():
            monkeypatch.setenv(f"SAFETYCTL_SMTP_{name}", value)

    return told


@pytest.fixture
def box(authority: trustme.CA, setup: Any) -> Iterator[Mailbox]:
    with serving(authority) as box:
        setup(box)
        yield box


def send(cmd: Command, *options: str, **how: Any) -> Any:
    return cmd("report", "send", BUNDLE, "--to", OFFICE, "--yes", *options, day=THURSDAY, **how)


def attempts(cmd: Command) -> list[tuple[str, str]]:
    with sqlite3.connect(cmd.ledger) as connection:
        found = connection.execute("SELECT recipient, state FROM mailing ORDER BY number").fetchall()
    connection.close()
    return found


def handed_in(cmd: Command) -> list[dict[str, Any]]:
    return [one for one in cmd.json("report", "list", day=THURSDAY) if one["state"] in ("sent", "late")]


def mailed(cmd: Command, day: str = THURSDAY) -> list[tuple[str, str, str]]:
    """What the register says of mails: the attempt, how it stands, who was to get it."""
    listed = cmd.json("report", "list", day=day)
    return [
        (one["id"], one["state"], one["recipient"]) for one in listed if (one["id"] or "").startswith("Y")
    ]


def parsed(box: Mailbox) -> EmailMessage:
    (one,) = box.received
    found = email.message_from_bytes(one.content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


# what arrives


def arrived_whole(box: Mailbox) -> None:
    (one,) = box.received
    assert (one.sender, one.recipients, one.encrypted) == (SCHOOL, [OFFICE], True)
    mail = parsed(box)
    assert (mail["From"], mail["To"]) == (SCHOOL, OFFICE)
    assert mail["Subject"] == "南通开发区实验小学教育集团安全生产专项整治进展周报（2020年3月6日至3月12日）"
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (BUNDLE, "application/zip")
    assert attached.get_content() == Path(BUNDLE).read_bytes()
    body = mail.get_body()
    assert body is not None
    text = body.get_content()
    assert text.startswith("教育处：")
    assert f"附件：{BUNDLE}" in text
    assert one.content.isascii(), "nothing that a server of old could bend"
    assert max(map(len, one.content.split(b"\r\n"))) <= 998


def test_what_arrives_over_starttls_is_the_bundle_byte_by_byte(week: Command, box: Mailbox) -> None:
    ended = send(week)
    arrived_whole(box)
    assert box.logins == [PASSWORD.encode()]
    assert f"{BUNDLE} went to {OFFICE}; the server said: 250 2.0.0 queued as 4711" in ended.err
    assert "recorded S0001" in ended.err


def test_over_tls_from_the_first_byte_too(week: Command, authority: trustme.CA, setup: Any) -> None:
    with serving(authority, implicit=True) as box:
        setup(box, SECURITY="tls")
        send(week)
    arrived_whole(box)


def test_what_was_taken_meets_its_duties_and_stands_in_the_register(week: Command, box: Mailbox) -> None:
    told = send(week, "--json").json
    (sent,) = told["sent"]
    assert (sent["state"], sent["recipient"], sent["submissions"]) == (
        "accepted", OFFICE, [f"S000{n}" for n in range(1, len(CAMPUSES) + 1)],
    )  # fmt: skip
    assert sent["message_id"] == parsed(box)["Message-ID"]
    lines = handed_in(week)
    assert {one["campus"] for one in lines} == set(CAMPUSES)
    for one in lines:
        assert (one["channel"], one["bundle"], one["sha256"]) == ("e-mail", BUNDLE, told["sha256"])
        assert (one["message_id"], one["answer"]) == (sent["message_id"], "250 2.0.0 queued as 4711")
    assert proved(week.ledger).faults == ()
    due = week.json("campaign", "check", day=THURSDAY)["duties"]
    assert {one["state"] for one in due if one["id"].startswith(f"weekly-report/{THURSDAY}")} == {"met"}


def test_without_a_recipient_it_goes_to_the_mailbox_of_the_plan(week: Command, box: Mailbox) -> None:
    week("report", "send", BUNDLE, "--yes", day=THURSDAY)
    plan = parsed(box)["To"]
    assert (plan, "@" in plan) == (box.received[0].recipients[0], True)


def test_a_correction_says_in_its_subject_that_it_is_one(week: Command, box: Mailbox) -> None:
    send(week)
    week.add(day="2020-03-11", title="疏散指示牌不亮")
    again = week.json("report", "weekly", "--for", THURSDAY, day="2020-03-16")["bundle"]
    box.received.clear()
    week("report", "send", again, "--to", OFFICE, "--yes", day="2020-03-16")
    assert "【更正版，第2版】" in parsed(box)["Subject"]


def test_the_attachment_has_the_name_it_was_made_with(week: Command, box: Mailbox) -> None:
    campus = week.json("report", "weekly", "--campus", "东校区", day=THURSDAY)["bundle"]
    Path(campus).rename("a b.zip")
    week("report", "send", "a b.zip", "--to", OFFICE, "--yes", day=THURSDAY)
    (attached,) = parsed(box).iter_attachments()
    assert attached.get_filename() == campus == "weekly_2020-03-12_东校区.zip"


# asking first


def test_it_shows_what_goes_where_and_asks_nobody_without_yes(week: Command, box: Mailbox) -> None:
    before = content(week.ledger)
    ended = week("report", "send", BUNDLE, "--to", OFFICE, day=THURSDAY, expect=2)
    for said in (SCHOOL, OFFICE, "进展周报", BUNDLE, "KB", "--yes"):
        assert said in ended.err
    assert (box.received, content(week.ledger)) == ([], before)


@pytest.mark.parametrize(
    ("typed", "code", "mails"), [("n\n", 1, 0), ("\n", 1, 0), ("是\n", 0, 1), ("y\n", 0, 1)]
)
def test_a_person_is_asked(week: Command, box: Mailbox, typed: str, code: int, mails: int) -> None:
    told = {"SAFETYCTL_LEDGER": str(week.ledger), "SAFETYCTL_AS_OF": THURSDAY, "SAFETYCTL_LANG": "zh"}
    ended, seen = at_a_terminal(
        [*PROGRAM, "report", "send", BUNDLE, "--to", OFFICE], typed, {**os.environ, **told}
    )
    assert (ended, len(box.received), len(attempts(week))) == (code, mails, mails), seen
    assert f"收件人：{OFFICE}" in seen
    assert "确认发送吗？" in seen
    assert ("没有发送。" in seen) == (code == 1)


def test_a_dry_run_sends_nothing(week: Command, box: Mailbox) -> None:
    before = content(week.ledger)
    assert "would go to" in send(week, "--dry-run").err
    assert (box.received, content(week.ledger)) == ([], before)


def test_nothing_is_sent_where_mail_was_not_set_up(week: Command) -> None:
    ended = week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY)
    assert "not set up" in ended.err
    assert "SAFETYCTL_SMTP_HOST" in ended.err


def test_a_bundle_that_was_changed_or_is_anothers_is_not_sent(
    week: Command, box: Mailbox, tmp_path: Path
) -> None:
    bent = Path("bent.zip")
    bent.write_bytes(Path(BUNDLE).read_bytes().replace(b"2020-03-12", b"2020-03-13", 1))
    week.refused("report", "send", str(bent), "--yes", day=THURSDAY)
    week.ledger = tmp_path / "other.db"
    week("init", "--campus", "东校区", day="2020-03-02")
    assert "not made from this ledger" in week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err
    assert box.received == []


def test_a_bundle_of_a_day_to_come_is_not_sent_before_that_day(week: Command, box: Mailbox) -> None:
    ended = week.refused("report", "send", BUNDLE, "--yes", day="2020-03-11")
    assert f"tells of {THURSDAY}, and today is 2020-03-11" in ended.err
    assert box.received == []
    assert {one["state"] for one in week.json("report", "list", day=THURSDAY)} == {"prepared"}


# refusals: nothing handed in, may be tried again


@pytest.mark.parametrize(
    ("stage", "answer"),
    [("MAIL", "550 no such school"), ("RCPT", "452 mailbox full"), ("DATA", "554 \x1b[31mspam\x07")],
)
def test_what_the_server_refuses_is_not_handed_in_and_can_be_sent_again(
    week: Command, box: Mailbox, stage: str, answer: str
) -> None:
    box.answers[stage] = answer
    ended = send(week, expect=1)
    assert f"was not sent to {OFFICE}: {answer[:4]}" in ended.err
    assert "\x1b" not in ended.err
    assert "\x07" not in ended.err
    assert (attempts(week), handed_in(week), box.received) == ([(OFFICE, "refused")], [], [])
    box.answers.clear()
    send(week)
    assert attempts(week) == [(OFFICE, "refused"), (OFFICE, "accepted")]
    assert proved(week.ledger).faults == ()


def test_a_wrong_password_ends_before_anything_goes_out(week: Command, box: Mailbox, setup: Any) -> None:
    setup(box, PASSWORD="falsch-77")
    ended = send(week, expect=1)
    assert "535" in ended.err
    assert "falsch" not in ended.err
    assert (attempts(week), box.received) == ([(OFFICE, "refused")], [])


@pytest.mark.parametrize("implicit", [False, True])
@pytest.mark.parametrize("host", ["localhost", "elsewhere.example.org"])
def test_a_certificate_that_is_not_trusted_ends_before_the_password(
    week: Command, authority: trustme.CA, setup: Any, host: str, implicit: bool
) -> None:
    """Of an authority nobody knows, and for another host."""
    maker = trustme.CA() if host == "localhost" else authority
    with serving(maker, implicit=implicit, host=host) as box:
        setup(box, SECURITY="tls" if implicit else "starttls")
        ended = send(week, expect=1)
    assert "certificate" in ended.err
    assert (box.logins, box.received, attempts(week)) == ([], [], [(OFFICE, "refused")])


def test_a_server_without_encryption_gets_neither_password_nor_mail(week: Command, setup: Any) -> None:
    with serving(None, login=False) as box:
        setup(box)
        assert "no encrypted connection" in send(week, expect=1).err
        assert (box.logins, box.received) == ([], [])
        setup(box, SECURITY="none", USER="", PASSWORD="")
        send(week)
    assert [one.encrypted for one in box.received] == [False]


def test_encryption_may_be_left_out_for_this_machine_only(week: Command, box: Mailbox, setup: Any) -> None:
    setup(box, HOST="mail.example.org", SECURITY="none")
    assert "encrypted connection only" in week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err


def test_a_server_that_is_not_there(week: Command, box: Mailbox, setup: Any) -> None:
    setup(box, PORT="1")
    assert "no mail server answers at localhost:1" in send(week, expect=1).err
    assert attempts(week) == [(OFFICE, "refused")]


def test_a_port_that_speaks_no_tls_says_what_to_set(week: Command, authority: trustme.CA, setup: Any) -> None:
    """Mail programs call both ways SSL, and a port is easily taken for the other's."""
    with serving(authority) as box:
        setup(box, SECURITY="tls")
        ended = send(week, expect=1)
    assert f"localhost:{box.port} begins with no encryption that can be used" in ended.err
    assert "SAFETYCTL_SMTP_SECURITY" in ended.err
    assert "_ssl.c" not in ended.err
    assert (box.received, attempts(week)) == ([], [(OFFICE, "refused")])


def test_a_port_that_waits_for_encryption_says_what_to_set(
    week: Command, authority: trustme.CA, setup: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "PATIENCE", 0.2)
    with serving(authority, implicit=True) as box:
        setup(box, SECURITY="starttls")
        ended = send(week, expect=1)
    assert f"localhost:{box.port} did not greet in time" in ended.err
    assert "SAFETYCTL_SMTP_SECURITY=tls" in ended.err
    assert (box.logins, box.received) == ([], [])


def test_a_server_that_hangs_up_instead_of_encrypting_is_tried_again(
    week: Command, box: Mailbox, setup: Any
) -> None:
    def leaves(connection: socket.socket) -> None:
        connection.recv(1000)

    with talking(leaves, leaves, leaves) as port:
        setup(box, PORT=str(port), HOST="127.0.0.1", SECURITY="tls")
        ended = send(week, expect=1)
    assert "the server ended the connection" in ended.err
    assert "tried 3 times" in ended.err


@pytest.mark.parametrize(
    "greeting", [b"* OK IMAP4rev1 ready.\r\n", b"+OK POP3 ready\r\n", b"HTTP/1.1 400 Bad Request\r\n"]
)
def test_what_is_no_mail_server_is_called_so(
    week: Command, box: Mailbox, setup: Any, greeting: bytes
) -> None:
    with talking(lambda connection: connection.sendall(greeting)) as port:
        setup(box, PORT=str(port), HOST="127.0.0.1", SECURITY="none", USER="", PASSWORD="")
        ended = send(week, expect=1)
    assert f"what answers at 127.0.0.1:{port} sends no mail" in ended.err
    assert " -1 " not in ended.err


def agrees(connection: socket.socket) -> None:
    """Agree to everything until the message is to come."""
    connection.sendall(b"220 here\r\n")
    for answer in (b"250 here\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
        connection.recv(1000)
        connection.sendall(answer)


def busy(connection: socket.socket) -> None:
    connection.sendall(b"421 later\r\n")


def slow(connection: socket.socket) -> None:
    """Take the message at a pace at which all of it takes longer than any one step may."""
    agrees(connection)
    seen = b""
    while not seen.endswith(b"\r\n.\r\n"):
        time.sleep(0.02)
        seen = seen[-10:] + connection.recv(1 << 18)
    connection.sendall(b"250 taken\r\n")


def test_a_server_that_is_busy_when_it_greets_is_tried_again(week: Command, box: Mailbox, setup: Any) -> None:
    def takes(connection: socket.socket) -> None:
        agrees(connection)
        seen = b""
        while not seen.endswith(b"\r\n.\r\n"):
            seen = seen[-10:] + connection.recv(1 << 16)
        connection.sendall(b"250 taken\r\n")

    with talking(busy, busy, takes) as port:
        setup(box, PORT=str(port), HOST="127.0.0.1", SECURITY="none", USER="", PASSWORD="")
        send(week)
    assert attempts(week) == [(OFFICE, "accepted")]
    with talking(busy, busy, busy) as port:
        setup(box, PORT=str(port), HOST="127.0.0.1", SECURITY="none", USER="", PASSWORD="")
        assert "421 later" in send(week, "--again", expect=1).err


def test_a_large_message_may_take_longer_than_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail.set_content("x" * 60, cte="base64")
    mail.add_attachment(b"x" * 9_000_000, maintype="application", subtype="zip", filename="a.zip")
    monkeypatch.setattr(post, "PATIENCE", 0.5)
    with talking(slow) as port:
        assert post.deliver(post.Mail("127.0.0.1", port, SCHOOL, "none"), OFFICE, mail) == "250 taken"


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_a_server_that_goes_away_before_the_message_got_nothing(
    week: Command, box: Mailbox, stage: str
) -> None:
    box.gone = stage
    assert "ended the connection" in send(week, expect=1).err
    assert attempts(week) == [(OFFICE, "refused")]
    box.gone = None
    send(week)
    arrived_whole(box)


# when nobody can tell


@pytest.mark.parametrize("moment", ["DATA", "AFTER"])
def test_a_server_that_goes_away_after_the_message_may_have_it(
    week: Command, box: Mailbox, moment: str
) -> None:
    box.gone = moment
    ended = send(week, expect=1)
    assert "may have arrived" in ended.err
    assert (attempts(week), handed_in(week)) == ([(OFFICE, "unknown")], [])
    box.gone = None
    said = week.refused("report", "send", BUNDLE, "--to", OFFICE.upper(), "--yes", day=THURSDAY).err
    assert "no answer came" in said
    assert "--again" in said
    assert "--arrived" in said
    assert len(box.received) == (moment == "AFTER")


def test_a_server_that_goes_away_during_the_message(week: Command, box: Mailbox) -> None:
    """Whether the end of it still left this machine is a matter of instants; it is never said to have arrived."""
    box.gone = "DURING"
    send(week, expect=1)
    assert attempts(week)[0][1] in ("refused", "unknown")
    assert (handed_in(week), box.received) == ([], [])


def test_again_sends_it_under_the_same_message_id(week: Command, box: Mailbox) -> None:
    box.gone = "AFTER"
    send(week, expect=1)
    box.gone = None
    send(week, "--again")
    first, second = (email.message_from_bytes(one.content)["Message-ID"] for one in box.received)
    assert first == second
    assert attempts(week) == [(OFFICE, "unknown"), (OFFICE, "accepted")]
    assert len(handed_in(week)) == len(CAMPUSES)


def test_arrived_records_it_and_sends_nothing(week: Command, box: Mailbox) -> None:
    box.gone = "AFTER"
    send(week, expect=1)
    send(week, "--arrived")
    assert (len(box.received), attempts(week)) == (1, [(OFFICE, "accepted")])
    assert len(handed_in(week)) == len(CAMPUSES)
    week.refused("report", "send", BUNDLE, "--to", OFFICE, "--arrived", day=THURSDAY)
    assert proved(week.ledger).faults == ()


def test_what_arrived_was_handed_in_on_the_day_it_went_out(week: Command, box: Mailbox) -> None:
    box.gone = "AFTER"
    send(week, expect=1)
    week("report", "send", BUNDLE, "--to", OFFICE, "--arrived", day="2020-03-13")
    assert {one["on"] for one in handed_in(week)} == {THURSDAY}


def test_a_refusal_does_not_settle_what_nobody_could_tell_before(week: Command, box: Mailbox) -> None:
    """Lost, sent again and refused: the first may still have arrived."""
    box.gone = "AFTER"
    send(week, expect=1)
    box.gone, box.answers["RCPT"] = None, "550 5.1.1 nobody here"
    send(week, "--again", expect=1)
    box.answers.clear()
    assert (
        "may have arrived"
        in week.refused("report", "send", BUNDLE, "--to", OFFICE, "--yes", day=THURSDAY).err
    )
    send(week, "--arrived")
    assert attempts(week) == [(OFFICE, "accepted"), (OFFICE, "refused")]


def test_an_attempt_that_was_cut_off_is_not_repeated(
    week: Command, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends between the answer of the server and the ledger."""
    from safetyctl.reports.sent import post

    delivered = post.deliver

    def cut_off(*what: Any) -> str:
        delivered(*what)
        raise KeyboardInterrupt

    monkeypatch.setattr(post, "deliver", cut_off)
    send(week, expect=130)
    monkeypatch.setattr(post, "deliver", delivered)
    assert attempts(week) == [(OFFICE, "trying")]
    assert (
        "no answer came" in week.refused("report", "send", BUNDLE, "--to", OFFICE, "--yes", day=THURSDAY).err
    )
    send(week, "--again")
    assert attempts(week) == [(OFFICE, "unknown"), (OFFICE, "accepted")]


def test_a_ledger_that_cannot_record_it_says_how_it_is_recorded_later(
    week: Command, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetyctl.records import mailings

    def busy(*_what: object) -> None:
        raise Busy("busy")

    with monkeypatch.context() as patched:
        patched.setattr(mailings, "accept", busy)
        ended = send(week, expect=1)
    assert "went out" in ended.err
    assert "--arrived" in ended.err
    assert attempts(week) == [(OFFICE, "trying")]
    send(week, "--arrived")
    assert (len(box.received), attempts(week)) == (1, [(OFFICE, "accepted")])


def test_what_was_sent_is_not_sent_again_unless_asked(week: Command, box: Mailbox) -> None:
    send(week)
    said = week.refused("report", "send", BUNDLE, "--to", OFFICE, "--yes", day="2020-03-13").err
    assert "already" in said
    assert len(box.received) == 1
    send(week, "--again")
    assert len(box.received) == 2
    assert len(handed_in(week)) == len(CAMPUSES), "the same bundle is handed in once"


def test_two_at_once_send_it_once(week: Command, box: Mailbox) -> None:
    told = {"SAFETYCTL_LEDGER": str(week.ledger), "SAFETYCTL_AS_OF": THURSDAY, "SAFETYCTL_LANG": "en"}
    started = [
        subprocess.Popen(
            [*PROGRAM, "report", "send", BUNDLE, "--to", OFFICE, "--yes"],
            env={**os.environ, **told},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for _both in range(2)
    ]
    for one in started:
        one.communicate(timeout=60)
    assert sorted(one.returncode for one in started) == [0, 2]
    assert (len(box.received), attempts(week)) == (1, [(OFFICE, "accepted")])
    assert len(handed_in(week)) == len(CAMPUSES)


def test_each_recipient_has_an_attempt_of_its_own(week: Command, box: Mailbox) -> None:
    told = send(week, "--to", "copy@example.org", "--json").json["sent"]
    assert [one["recipient"] for one in told] == [OFFICE, "copy@example.org"]
    assert told[1]["submissions"] == []
    assert [one.recipients for one in box.received] == [[OFFICE], ["copy@example.org"]]
    assert len({one["message_id"] for one in told}) == 2


def test_who_has_it_already_keeps_it_from_nobody_else(week: Command, box: Mailbox) -> None:
    send(week)
    ended = send(week, "--to", "other@example.org")
    assert f"{OFFICE} has it already." in ended.err
    assert [one.recipients for one in box.received] == [[OFFICE], ["other@example.org"]]


def test_one_address_in_two_spellings_is_one_recipient(week: Command, box: Mailbox) -> None:
    send(week, "--to", OFFICE.upper())
    assert len(box.received) == 1


def test_taking_back_what_was_handed_in_takes_no_mail_back(week: Command, box: Mailbox) -> None:
    send(week)
    week("undo", "--yes", day=THURSDAY)
    assert (handed_in(week), attempts(week)) == ([], [(OFFICE, "accepted")])
    week.refused("report", "send", BUNDLE, "--to", OFFICE, "--yes", day=THURSDAY)
    assert proved(week.ledger).faults == ()
    log = week("audit", "log", lang="zh").out
    assert "邮件已被服务器接收" in log


# the same report made anew


def made_anew(cmd: Command) -> None:
    """The journal went on: the same week's bundle has other bytes under the same name."""
    before = Path(BUNDLE).read_bytes()
    cmd("people", "add", "李四", day=THURSDAY)
    cmd.json("report", "weekly", day=THURSDAY)
    assert Path(BUNDLE).read_bytes() != before


def test_a_report_made_anew_is_the_same_report(week: Command, box: Mailbox) -> None:
    box.gone = "AFTER"
    send(week, expect=1)
    box.gone = None
    made_anew(week)
    said = week.refused("report", "send", BUNDLE, "--to", OFFICE, "--yes", day=THURSDAY).err
    assert "may have arrived" in said
    assert (len(box.received), attempts(week)) == (1, [(OFFICE, "unknown")])


def test_what_arrived_is_what_went_out_though_it_was_made_anew(week: Command, box: Mailbox) -> None:
    box.gone = "AFTER"
    send(week, expect=1)
    went = parsed(box)
    made_anew(week)
    send(week, "--arrived")
    (attached,) = went.iter_attachments()
    assert {one["sha256"] for one in handed_in(week)} == {sha256(attached.get_content()).hexdigest()}
    assert len(handed_in(week)) == len(CAMPUSES)
    assert proved(week.ledger).faults == ()


def test_two_copies_made_before_the_first_is_sent_go_once(week: Command, box: Mailbox) -> None:
    Path(BUNDLE).rename("first.zip")
    week("people", "add", "李四", day=THURSDAY)
    week.json("report", "weekly", day=THURSDAY)
    send(week)
    said = week.refused("report", "send", "first.zip", "--to", OFFICE, "--yes", day=THURSDAY).err
    assert "already" in said
    assert len(box.received) == 1


# copies to others


def test_a_mail_to_another_address_is_a_copy_and_meets_nothing(week: Command, box: Mailbox) -> None:
    ended = week("report", "send", BUNDLE, "--to", OTHER, "--yes", "--json", day=THURSDAY)
    (sent,) = ended.json["sent"]
    assert (sent["state"], sent["copy"], sent["submissions"]) == ("accepted", True, [])
    assert "a copy, which meets no duty" in ended.err
    assert OFFICE in ended.err
    assert "organisation.toml" in ended.err
    assert handed_in(week) == []
    due = week.json("campaign", "check", day=THURSDAY)["duties"]
    assert "met" not in {one["state"] for one in due if one["id"].startswith(f"weekly-report/{THURSDAY}")}
    assert mailed(week) == [("Y0001", "copy", OTHER)] * len(CAMPUSES)
    assert {one["state"] for one in week.json("report", "list", day=THURSDAY)} == {"copy", "prepared"}
    send(week)
    assert len(handed_in(week)) == len(CAMPUSES)
    assert {one["recipient"] for one in handed_in(week)} == {OFFICE}
    assert mailed(week) == [("Y0001", "copy", OTHER)] * len(CAMPUSES)


def test_the_plans_mailbox_may_be_changed(week: Command, box: Mailbox) -> None:
    for name in ("plan.toml", "organisation.toml"):
        Path(name).write_text(shipped(name).read_text("utf-8").replace(OFFICE, OTHER), "utf-8")
    week("campaign", "use", "plan.toml", "--yes", day=THURSDAY)
    ended = week("report", "send", BUNDLE, "--yes", day=THURSDAY)
    assert "a copy" not in ended.err
    assert {one["recipient"] for one in handed_in(week)} == {OTHER}


def test_a_copy_is_told_as_one_with_who_has_it(week: Command, box: Mailbox) -> None:
    send(week, "--to", OTHER)
    listed = week("report", "list", day=THURSDAY, lang="zh").out
    assert "抄送件" in listed
    assert OTHER in listed


# what the register and the status say


def test_a_mail_whose_end_nobody_knows_is_told(week: Command, box: Mailbox) -> None:
    box.gone = "AFTER"
    send(week, expect=1)
    assert mailed(week) == [("Y0001", "unknown", OFFICE)] * len(CAMPUSES)
    lines = week.json("report", "list", day=THURSDAY)
    assert {one["state"] for one in lines} == {"unknown"}, "what may have arrived does not lie ready"
    assert {one["campus"] for one in lines} == set(CAMPUSES)
    (one,) = week.json("status", day=THURSDAY)["mails"]
    assert (one["id"], one["bundle"], one["recipient"], one["state"]) == ("Y0001", BUNDLE, OFFICE, "unknown")
    assert one["at"].endswith("Z")
    for said in (
        week("status", day=THURSDAY, lang="zh").out,
        week("report", "list", day=THURSDAY, lang="zh").out,
    ):
        assert "已发出，结果不明" in said
        assert OFFICE in said
    page = Path("status.html")
    week("status", "--out", str(page), day=THURSDAY, lang="zh")
    assert "已发出，结果不明" in page.read_text("utf-8")
    assert mailed(week, "2020-03-11") == []
    send(week, "--arrived")
    assert mailed(week) == []
    assert week.json("status", day=THURSDAY)["mails"] == []


def test_a_mail_that_was_refused_is_told_beside_what_lies_ready(week: Command, box: Mailbox) -> None:
    box.answers["DATA"] = "552 mailbox full"
    send(week, expect=1)
    assert mailed(week) == [("Y0001", "refused", OFFICE)] * len(CAMPUSES)
    lines = week.json("report", "list", day=THURSDAY)
    assert sorted({one["state"] for one in lines}) == ["prepared", "refused"]
    assert {one["answer"] for one in lines if one["state"] == "refused"} == {"552 mailbox full"}
    assert "552 mailbox full" in week("report", "list", day=THURSDAY).out
    assert "552 mailbox full" in week("status", day=THURSDAY).out
    box.answers.clear()
    send(week)
    assert mailed(week) == []
    assert week.json("status", day=THURSDAY)["mails"] == []


def test_a_correction_whose_end_nobody_knows_is_told_beside_the_first_edition(
    week: Command, box: Mailbox
) -> None:
    send(week)
    week.add(day="2020-03-11", title="疏散指示牌不亮")
    second = week.json("report", "weekly", "--for", THURSDAY, day=THURSDAY)["bundle"]
    box.gone = "AFTER"
    week("report", "send", second, "--to", OFFICE, "--yes", day=THURSDAY, expect=1)
    assert {one[:2] for one in mailed(week)} == {("Y0002", "unknown")}
    assert len(handed_in(week)) == len(CAMPUSES)


def test_a_duty_met_since_tells_no_more_of_the_mail(week: Command, box: Mailbox) -> None:
    box.answers["RCPT"] = "550 nobody here"
    send(week, expect=1)
    for campus in CAMPUSES:
        week("report", "submit", f"weekly-report/{THURSDAY}/{campus}", "--channel", "纸质", day=THURSDAY)
    assert mailed(week) == []


def test_a_mail_of_an_event_is_told_under_its_duty(cmd: Command, box: Mailbox) -> None:
    """Its id carries no day: the register has the one that the plan gives it."""
    Path("plan.txt").write_text("应急预案", "utf-8")
    cmd("activity", "add", "--campus", "东校区", "--kind", "outing", "--title", "春游", "--on", "2020-04-10",
        "--place", "公园", "--participants", "40", "--leader", "张三", "--teachers", "王五", "--plan", "plan.txt",
        day="2020-04-01")  # fmt: skip
    made = cmd.json("report", "outing", "A1", day="2020-04-01")["bundle"]
    box.gone = "AFTER"
    cmd("report", "send", made, "--yes", day="2020-04-01", expect=1)
    told = {one["duty"]: one for one in cmd.json("report", "list", day="2020-04-01")}
    assert set(told) == {"outing-report", "electronic-copy"}
    one = told["outing-report"]
    assert (one["due"], one["campus"], one["state"]) == ("2020-04-10", "东校区", "unknown")
    assert len(cmd.json("status", day="2020-04-01")["mails"]) == 1


# words for how it went


@pytest.mark.parametrize("word", ["电子邮件", "邮件", "email", "E-Mail", "by e-mail"])
def test_how_it_went_is_understood_in_both_languages(week: Command, box: Mailbox, word: str) -> None:
    week("report", "submit", BUNDLE, "--channel", word, day=THURSDAY)
    assert {one["channel"] for one in handed_in(week)} == {"e-mail"}
    assert copies(week) == dict.fromkeys(CAMPUSES, 1)
    assert "电子邮件" in week("report", "list", day=THURSDAY, lang="zh").out
    send(week)
    assert len(handed_in(week)) == len(CAMPUSES), "the same bundle is handed in once"


@pytest.mark.parametrize(("word", "code"), [("纸质", "paper"), ("省系统", "platform"), ("传真", "传真")])
def test_other_words_for_how_it_went(week: Command, word: str, code: str) -> None:
    week("report", "submit", BUNDLE, "--channel", word, day=THURSDAY)
    assert {one["channel"] for one in handed_in(week)} == {code}


def test_a_ledger_that_holds_the_word_counts_it_too(week: Command, box: Mailbox, monkeypatch: Any) -> None:
    """As it was kept before the words were understood."""
    from safetyctl.ledger import words

    with monkeypatch.context() as before:
        before.setattr(words, "_CHANNELS", {})
        week("report", "submit", BUNDLE, "--channel", "电子邮件", day=THURSDAY)
    with sqlite3.connect(week.ledger) as connection:
        assert set(connection.execute("SELECT channel FROM submission")) == {("电子邮件",)}
    connection.close()
    assert copies(week) == dict.fromkeys(CAMPUSES, 1)
    assert {one["channel"] for one in handed_in(week)} == {"e-mail"}
    send(week)
    assert len(handed_in(week)) == len(CAMPUSES)


def copies(cmd: Command) -> dict[str, int]:
    """How many electronic copies each campus has."""
    counted = cmd.json("campaign", "check", day=THURSDAY)["running"]
    return {
        one["campus"]: one["count"]
        for one in counted
        if one["code"] == "electronic-copy" and one["campus"] in CAMPUSES
    }


# one refused, another taken


def test_nothing_was_handed_in_is_not_said_where_something_was(week: Command, box: Mailbox) -> None:
    box.refused[OTHER] = "550 5.1.1 nobody here"
    ended = send(week, "--to", OTHER, expect=1)
    assert "recorded S0001" in ended.err
    assert f"was not sent to {OTHER}: 550" in ended.err
    assert "Nothing was handed in" not in ended.err
    assert "left out" in ended.err


# two at once


def test_a_second_command_waits_for_the_first_and_does_not_advise_to_send_again(
    week: Command, setup: Any
) -> None:
    took, go = Event(), Event()

    def slowly(connection: socket.socket) -> None:
        agrees(connection)
        seen = b""
        while not seen.endswith(b"\r\n.\r\n"):
            seen = seen[-10:] + connection.recv(1 << 16)
        took.set()
        go.wait(60)
        connection.sendall(b"250 taken\r\n")

    told = {"SAFETYCTL_LEDGER": str(week.ledger), "SAFETYCTL_AS_OF": THURSDAY, "SAFETYCTL_LANG": "en"}
    line = [*PROGRAM, "report", "send", BUNDLE, "--yes"]
    with talking(slowly) as port:
        setup(Mailbox(), PORT=str(port), HOST="127.0.0.1", SECURITY="none", USER="", PASSWORD="")
        how: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        with subprocess.Popen(line, env={**os.environ, **told}, **how) as first:
            assert took.wait(60)
            hasty = {**os.environ, **told, "SAFETYCTL_BUSY_SECONDS": "0.2"}
            for more in ((), ("--again",), ("--arrived",)):
                second = subprocess.run([*line, *more], env=hasty, **how, check=False)
                assert second.returncode == 75
                assert b"Another process is sending" in second.stderr
                assert b"may have arrived" not in second.stderr
            go.set()
            first.communicate(timeout=60)
            assert first.returncode == 0
    assert attempts(week) == [(OFFICE, "accepted")]


# taken back


def test_taking_back_says_that_the_mail_stays_out_and_how_it_is_recorded_again(
    week: Command, box: Mailbox
) -> None:
    send(week)
    ended = week("undo", "--yes", day=THURSDAY)
    assert OFFICE in ended.err
    assert "cannot be recalled" in ended.err
    assert "--arrived" in ended.err
    assert mailed(week) == [("Y0001", "accepted", OFFICE)] * len(CAMPUSES)
    assert "not recorded as handed in" in week("report", "list", day=THURSDAY).out
    said = week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err
    assert "--arrived" in said
    week("report", "send", BUNDLE, "--arrived", day="2020-03-13")
    assert {one["on"] for one in handed_in(week)} == {THURSDAY}
    assert (len(handed_in(week)), mailed(week), len(box.received)) == (len(CAMPUSES), [], 1)
    said = week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err
    assert "not recorded" not in said
    week.refused("report", "send", BUNDLE, "--arrived", day=THURSDAY)


# refused for now


@pytest.mark.parametrize(
    ("stage", "answer"),
    [("MAIL", "451 try later"), ("RCPT", "450 4.2.0 greylisted"), ("DATA", "451 4.3.0 try again")],
)
def test_what_is_refused_for_now_is_tried_again(week: Command, box: Mailbox, stage: str, answer: str) -> None:
    box.answers[stage], box.patience[stage] = answer, 2
    send(week)
    assert (attempts(week), len(box.received)) == ([(OFFICE, "accepted")], 1)


def test_what_stays_refused_for_now_says_that_it_may_be_taken_later(week: Command, box: Mailbox) -> None:
    box.answers["RCPT"] = "450 4.2.0 greylisted"
    ended = send(week, "--json", expect=1)
    assert "in a few minutes" in ended.err
    assert "once that is mended" not in ended.err
    assert ended.json["sent"][0]["passing"] is True
    assert box.asked["RCPT"] == 3
    assert attempts(week) == [(OFFICE, "refused")]


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_what_is_refused_for_good_is_tried_once(week: Command, box: Mailbox, stage: str) -> None:
    box.answers[stage] = "550 no"
    send(week, expect=1)
    assert box.asked[stage] == 1


def test_an_answer_that_never_came_is_not_tried_again(week: Command, box: Mailbox) -> None:
    box.gone = "AFTER"
    send(week, expect=1)
    assert box.asked["DATA"] == 1


def test_a_server_that_does_not_greet_in_time_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(1)

    mail = EmailMessage(policy=email.policy.SMTP)
    mail.set_content("x", cte="base64")
    monkeypatch.setattr(post, "PATIENCE", 0.5)
    with talking(silent, slow) as port:
        assert post.deliver(post.Mail("127.0.0.1", port, SCHOOL, "none"), OFFICE, mail) == "250 taken"


def test_a_server_that_falls_silent_is_not_said_to_have_hung_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(connection: socket.socket) -> None:
        connection.sendall(b"220 here\r\n")
        connection.recv(1000)
        connection.recv(1)

    monkeypatch.setattr(post, "PATIENCE", 0.2)
    mail = EmailMessage(policy=email.policy.SMTP)
    with talking(silent) as port, using("en"), pytest.raises(post.Refusal) as refused:
        post.deliver(post.Mail("127.0.0.1", port, SCHOOL, "none"), OFFICE, mail)
    assert refused.value.answer == "the server did not answer in time"


# injection


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\nBcc: b@example.org", "a@example.org\r\n", "a@b@example.org", "张三 <a@example.org>",
        "a@example.org,b@example.org", "a", "@example.org", "a@", "a@example", "a b@example.org", "",
        "a@example.org>", "\u202ea@example.org", "a@exa\u00admple.org", "x" * 300 + "@example.org",
    ],
)  # fmt: skip
def test_an_address_holds_nothing_but_itself(week: Command, box: Mailbox, address: str) -> None:
    before = content(week.ledger)
    ended = week("report", "send", BUNDLE, "--to", address, "--yes", day=THURSDAY, expect=2)
    assert len(ended.lines) <= 2
    assert (box.received, content(week.ledger)) == ([], before)


@pytest.mark.parametrize("name", ["FROM", "HOST", "USER", "PASSWORD"])
def test_a_setting_with_a_break_in_it_makes_no_command(
    week: Command, box: Mailbox, setup: Any, name: str
) -> None:
    setup(box, **{name: "x@example.org\r\nRCPT TO:<b@example.org>"})
    ended = week.either("report", "send", BUNDLE, "--to", OFFICE, "--yes", day=THURSDAY)
    assert ended.code in (1, 2)
    assert box.received == []


@pytest.mark.parametrize(
    ("name", "value"), [("HOST", "a..b"), ("HOST", "x" * 70 + ".example.org"), ("USER", "张三")]
)
def test_a_setting_that_no_server_could_take_is_a_refusal(
    week: Command, box: Mailbox, setup: Any, name: str, value: str
) -> None:
    setup(box, **{name: value})
    send(week, expect=1)
    assert (attempts(week), box.received) == ([(OFFICE, "refused")], [])


def test_a_backup_holds_what_was_sent(week: Command, box: Mailbox, tmp_path: Path) -> None:
    """Even what no submission tells of: the bundle of an attempt that was refused."""
    box.answers["RCPT"] = "452 mailbox full"
    send(week, expect=1)
    week("ledger", "backup", "kept.zip")
    week.ledger = tmp_path / "again" / "again.db"
    week("ledger", "restore", "kept.zip")
    assert proved(week.ledger).faults == ()
    assert attempts(week) == [(OFFICE, "refused")]


def test_a_month_is_named_as_one(week: Command, box: Mailbox) -> None:
    made = week.json("report", "monthly", "--for", "2020-02-03", day=THURSDAY)["bundle"]
    week("report", "send", made, "--to", OFFICE, "--yes", day=THURSDAY)
    assert parsed(box)["Subject"].endswith("安全工作月报（2020年2月）")


def test_a_subject_is_one_line_whatever_the_report_says() -> None:
    from datetime import UTC, datetime

    from safetyctl.reports.sent.post import Letter, message

    manifest = {
        "kind": "weekly", "period": "2020-03-12", "campus": "东\r\nBcc: b@example.org", "edition": 1, "duties": [],
        "period_start": "2020-03-06", "period_end": "2020-03-12", "files": {"x\r\ny": {}},
    }  # fmt: skip
    said = {"unit": "校\r\nBcc: b@example.org", "title": "整\n治\u2028理\x85", "recipient": "处\nX: y"}
    made = message(Letter(manifest, said, b"PK"), SCHOOL, [OFFICE], datetime(2020, 3, 12, tzinfo=UTC))
    found = email.message_from_bytes(made.as_bytes())
    assert sorted(found.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    )


# a file for a mail program


def test_the_mail_is_written_to_a_file_instead(week: Command) -> None:
    before = content(week.ledger)
    week("report", "send", BUNDLE, "--eml", "weekly.eml", "--to", OFFICE, day=THURSDAY)
    found = email.message_from_bytes(Path("weekly.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert (found["To"], found["From"], found["X-Unsent"]) == (OFFICE, None, "1")
    (attached,) = found.iter_attachments()
    assert attached.get_content() == Path(BUNDLE).read_bytes()
    assert content(week.ledger) == before
    week.refused("report", "send", BUNDLE, "--eml", BUNDLE, day=THURSDAY)
    week.refused("report", "send", BUNDLE, "--eml", "x.eml", "--again", day=THURSDAY)


# how it is set up


def config(text: str, mode: int = 0o600) -> Path:
    file = Path.home() / ".config" / "safetyctl" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


@pytest.fixture
def configured(authority: trustme.CA, tmp_path: Path) -> Iterator[tuple[Mailbox, str]]:
    with serving(authority) as box:
        ca = trusting(authority, tmp_path / "ca.pem")
        text = f'[mail]\nhost = "localhost"\nport = {box.port}\nuser = "{USER}"\nfrom = "{SCHOOL}"\n'
        yield box, text + f'security = "starttls"\nca = "{ca}"\n'


def test_the_config_file_may_say_it(week: Command, configured: tuple[Mailbox, str]) -> None:
    box, text = configured
    config(text + f'password = "{PASSWORD}"\n')
    send(week)
    arrived_whole(box)


def test_the_password_may_stand_in_a_file_of_its_own(week: Command, configured: tuple[Mailbox, str]) -> None:
    box, text = configured
    file = config(text + 'password_file = "mail.secret"\n', 0o644)
    secret = file.with_name("mail.secret")
    assert "cannot be read" in week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err
    os.mkfifo(secret)
    assert "cannot be read" in week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err
    secret.unlink()
    secret.write_text(PASSWORD + "\n", "utf-8")
    secret.chmod(0o644)
    assert f"chmod 600 {secret}" in week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err
    secret.chmod(0o600)
    send(week)
    arrived_whole(box)


def test_a_config_file_with_a_password_is_for_its_owner_alone(
    week: Command, configured: tuple[Mailbox, str]
) -> None:
    box, text = configured
    file = config(text + f'password = "{PASSWORD}"\n', 0o640)
    ended = week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY)
    assert f"chmod 600 {file}" in ended.err
    assert box.received == []
    told = {one["what"]: one for one in week.json("doctor")}
    assert (told["e-mail"]["well"], f"chmod 600 {file}" in told["e-mail"]["advice"]) == (False, True)


def test_the_environment_beats_the_config_file(
    week: Command, configured: tuple[Mailbox, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, text = configured
    config(text.replace(f"port = {box.port}", "port = 1"))
    monkeypatch.setenv("SAFETYCTL_SMTP_PORT", str(box.port))
    monkeypatch.setenv("SAFETYCTL_SMTP_PASSWORD", PASSWORD)
    send(week)
    arrived_whole(box)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("pasword = 'x'", "Did you mean password"),
        ("host = 3", "needs a text"),
        ("port = 'many'", "needs a port"),
        ("port = 70000", "needs a port"),
        ("host = 'mail example.org'", "the name of a mail server alone"),
        ("security = 'ssl'", "There are: tls, starttls, none"),
        ("from = '张三 <a@example.org>'", "not an e-mail address"),
        ("ca = 'nowhere.pem'", "there is no file"),
        ("", "password is missing"),
    ],
)
def test_a_table_that_cannot_be_used(week: Command, line: str, why: str) -> None:
    keys = {"host": "'localhost'", "user": "'u'", "from": f"'{SCHOOL}'"}
    keys.pop(line.partition(" ")[0], None)
    kept = "" if "missing" in why else "password = 'p'\n"
    config("[mail]\n" + kept + "".join(f"{key} = {value}\n" for key, value in keys.items()) + line)
    assert why in week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err


@pytest.mark.parametrize(
    "text", ["garbage\n", "", "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"]
)
def test_a_file_of_authorities_that_holds_none_is_named_with_its_setting(
    week: Command, box: Mailbox, setup: Any, text: str
) -> None:
    Path("bent.pem").write_text(text, "utf-8")
    setup(box, CA="bent.pem")
    ended = week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY)
    assert "SAFETYCTL_SMTP_CA: bent.pem holds no certificate" in ended.err
    assert "_ssl.c" not in ended.err
    assert (attempts(week), box.received) == ([], [])
    (told,) = (one for one in week.json("doctor") if one["what"] == "e-mail")
    assert not told["well"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_says_how_it_is_set_up(cmd: Command, lang: str) -> None:
    page = cmd("report", "send", "--help", lang=lang).out
    for name in ("SAFETYCTL_SMTP_HOST", "_PASSWORD", "_CA", "[mail]"):
        assert name in page


def test_a_mail_setting_that_is_no_table(week: Command) -> None:
    config("mail = 'x'")
    assert "[mail]" in week.refused("report", "send", BUNDLE, "--yes", day=THURSDAY).err


def test_doctor_tells_of_it_and_calls_nobody(week: Command, box: Mailbox) -> None:
    (told,) = (one for one in week.json("doctor") if one["what"] == "e-mail")
    assert told["well"]
    assert f"localhost:{box.port}" in told["found"]
    assert USER in told["found"]
    assert PASSWORD not in json.dumps(told)
    assert box.logins == []


# the password


def test_the_password_stands_nowhere(week: Command, box: Mailbox, tmp_path: Path) -> None:
    """Not even where the server throws it back."""
    from base64 import b64encode

    plain = b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    said = ""
    for answer in (f"550 not you, {PASSWORD}", f"550 not {plain}"):
        box.answers["RCPT"] = answer
        said += str(send(week, expect=1))
    box.answers.clear()
    said += str(send(week, "--json", "--debug"))
    for line in ("report list --json", "audit log --json", "doctor --json", "ledger info --json"):
        said += str(week(*line.split(), day=THURSDAY))
    assert "***" in said
    for secret in (PASSWORD, plain):
        assert secret not in said
        for file in tmp_path.rglob("*"):
            if file.is_file():
                assert secret.encode() not in file.read_bytes(), file
