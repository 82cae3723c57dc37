"""Reads feeds with feedparser (Python). Input: lines of JSON {path, type, text}; output: a line of JSON for each feed."""

import json
import sys

import feedparser

for line in sys.stdin:
    feed = json.loads(line)
    read = feedparser.parse(feed["text"].encode(), response_headers={"content-type": feed["type"], "content-location": feed["base"]})
    print(
        json.dumps(
            {
                "path": feed["path"],
                "bozo": str(read.get("bozo_exception", "")) if read.bozo else "",
                "version": read.version,
                "title": read.feed.get("title", ""),
                "updated": read.feed.get("updated", ""),
                "entries": [
                    {
                        "id": entry.get("id", ""),
                        "title": entry.get("title", ""),
                        "link": entry.get("link", ""),
                        "published": entry.get("published", ""),
                        "content": entry.content[0].value if entry.get("content") else "",
                    }
                    for entry in read.entries
                ],
            }
        )
    )
