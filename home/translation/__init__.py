"""The translation desk: what stands in both languages, and where one is behind the other.

subjects: what the desk lists, whoever owns it · works, strings, published: the pages and what is translated with
wagtail-localize · acts: start, keep, publish · views: the page itself. The office's data comes through the hook.
"""
