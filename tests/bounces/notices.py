"""Notices of non-delivery in the form of three mail servers, in our own words, and odd mails."""

import base64
import quopri

OURS = "<K7Q-4M2X.12@desk.example>"
PLAIN = "The mail below did not reach its recipient."

POSTFIX = """\
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: bounces@desk.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind};
\tboundary="4B2C.17/mx.example"

--4B2C.17/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

{plain}

--4B2C.17/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4B2C
Arrival-Date: Sun, 29 Nov 2026 08:00:00 +0000 (UTC)

Final-Recipient: rfc822; rita@example.com
Original-Recipient: rfc822;rita@example.com
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 5.1.1 <rita@example.com>: nobody of this name

--4B2C.17/mx.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <bounces@desk.example>
From: desk@desk.example
To: rita@example.com
Message-ID: {id}
Subject: About your request

--4B2C.17/mx.example--
"""

EXCHANGE = """\
From: Microsoft Outlook <postmaster@tenant.example>
To: <bounces@desk.example>
Subject: Undeliverable: About your request
MIME-Version: 1.0
Content-Language: en-GB
X-MS-Exchange-Message-Is-Ndr:
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="e5a7-11"

--e5a7-11
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="e5a7-12"

--e5a7-12
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

VGhlIG1haWwgZGlkIG5vdCBhcnJpdmUu

--e5a7-12
Content-Type: text/html; charset="utf-8"

<p>The mail did not arrive.</p>

--e5a7-12--

--e5a7-11
Content-Type: message/delivery-status

Reporting-MTA: dns;SRV1.tenant.example
Received-From-MTA: dns;mx.example
Arrival-Date: Sun, 29 Nov 2026 08:00:00 +0000

Original-Recipient: rfc822;rita@example.com
Final-Recipient: rfc822;rita@example.com
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 recipient not found by lookup

--e5a7-11
Content-Type: message/rfc822

Received: from mx.example by SRV1.tenant.example
From: <desk@desk.example>
To: <rita@example.com>
Subject: About your request
Message-ID: <K7Q-4M2X.12@desk.example>
MIME-Version: 1.0
Content-Type: text/plain

There is an answer.

--e5a7-11--
"""

GMAIL = """\
From: Mail Delivery Subsystem <mailer-daemon@big.example>
To: bounces@desk.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <K7Q-4M2X.12@desk.example>
In-Reply-To: <K7Q-4M2X.12@desk.example>
X-Failed-Recipients: rita@example.com
Content-Type: multipart/report; boundary="00000000000b7a"; report-type=delivery-status

--00000000000b7a
Content-Type: multipart/related; boundary="00000000000b7b"

--00000000000b7b
Content-Type: text/html; charset="UTF-8"

<html><body>The mailbox is full.</body></html>

--00000000000b7b--
--00000000000b7a
Content-Type: message/delivery-status

Reporting-MTA: dns; big.example
Received-From-MTA: dns; desk@desk.example
Arrival-Date: Sun, 29 Nov 2026 00:00:00 -0800 (PST)
X-Original-Message-ID: <K7Q-4M2X.12@desk.example>

Final-Recipient: rfc822; rita@example.com
Action: failed
Status: 4.2.2
Diagnostic-Code: smtp; 452 4.2.2 the mailbox is full
Last-Attempt-Date: Sun, 29 Nov 2026 01:00:00 -0800 (PST)

--00000000000b7a
Content-Type: message/rfc822

From: desk@desk.example
To: rita@example.com
Subject: About your request
Message-Id:
 <K7Q-4M2X.12@desk.example>
Content-Type: text/plain

There is an answer.
--00000000000b7a--
"""

AWAY = """\
From: Rita <rita@example.com>
To: bounces@desk.example
Subject: Out of office
Auto-Submitted: auto-replied
In-Reply-To: <K7Q-4M2X.12@desk.example>
Content-Type: text/plain

I am away. Action: failed. Message-ID: <K7Q-4M2X.12@desk.example>
"""


def notice(
    action: str = "failed", status: str = "5.1.1", id: str = OURS, kind: str = "delivery-status"
) -> bytes:
    """Postfix's, with these words in their places."""
    filled = POSTFIX.format(plain=PLAIN, action=action, status=status, id=id, kind=kind)
    return filled.encode()


def in_other_letters(returned: str, encoding: str, end: str, action: str = "failed") -> bytes:
    """Of a mail that was sent with SMTPUTF8 (RFC 6533); its parts may come in any encoding."""
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}
    head, *parts = notice(action).split(b"--4B2C.17/mx.example")
    kinds = ("text/plain; charset=utf-8", "message/global-delivery-status", returned)
    for at, kind in enumerate(kinds):
        body = parts[at].partition(b"\n\n")[2].decode().replace("rita@", "рита@").encode()
        body = coded.get(encoding, bytes)(body)
        named = f"\nContent-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n"
        parts[at] = named.encode() + body
    return b"--4B2C.17/mx.example".join([head, *parts]).replace(b"\n", end.encode())


def nested(depth: int) -> bytes:
    """A report that holds reports."""
    opened = (
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{n}"\n\n--{n}\n'
        for n in range(depth)
    )
    return "".join(opened).encode()
