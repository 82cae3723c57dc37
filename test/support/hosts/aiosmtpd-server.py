"""An SMTP server by aiosmtpd that answers by a table of rules, and prints what it accepts: a JSON object a line.

Started with a JSON list of rules as its one argument. A rule answers where it matches:
  at      RCPT or DATA
  match   regular expression for the recipient; {to} in the answer is the recipient
  answer  "550 5.1.1 No such user"
  after   so many matches pass before it answers (0)
  times   so many answers are given, then no more (null: always)
  each    after and times are counted for each recipient, not for all (false)
A line "lift" on its input takes all rules away. The first line it prints is {"port": …}.
"""

import asyncio
import base64
import json
import re
import sys

from aiosmtpd.smtp import SMTP


class Table:
    def __init__(self, rules):
        self.rules = rules
        self.met = {}

    def answer(self, at, to):
        for number, rule in enumerate(self.rules):
            if rule["at"] != at or not re.search(rule.get("match", ""), to):
                continue
            key = (number, to if rule.get("each") else None)
            self.met[key] = self.met.get(key, 0) + 1
            given = self.met[key] - rule.get("after", 0)
            times = rule.get("times")
            if given > 0 and (times is None or given <= times):
                return rule["answer"].replace("{to}", to)
        return None


class Handler:
    def __init__(self, table):
        self.table = table
        self.accepted = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = self.table.answer("RCPT", address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        refusal = self.table.answer("DATA", to)
        if refusal:
            return refusal
        self.accepted += 1
        raw = base64.b64encode(envelope.original_content).decode("ascii")
        say({"to": to, "from": envelope.mail_from, "raw": raw})
        return f"250 2.0.0 Ok: queued as {self.accepted}"


def say(value):
    print(json.dumps(value), flush=True)


async def main():
    table = Table(json.loads(sys.argv[1]))
    loop = asyncio.get_running_loop()
    handler = Handler(table)
    server = await loop.create_server(lambda: SMTP(handler, hostname="mx.example"), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line.strip() == "lift":
            table.rules = []
            say({"lifted": True})


asyncio.run(main())
