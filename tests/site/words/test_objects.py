"""Markup that pages may show."""

from __future__ import annotations

from scraper.site.words import objects


def test_a_body_keeps_its_paragraphs_and_links_and_nothing_that_acts():
    shown = objects.body_markup(
        '<h2 class="x">Tides</h2><p style="x">Up &amp; <a href="https://a.example/" target="_blank">down</a>.</p>'
        '<script>alert(1)</script><iframe src="//x"></iframe><img src="//x/pixel"><p dir="rtl">نص</p>'
        '<a href="javascript:x()">no</a><form><input></form><svg onload=x()></svg>',
        "",
    )
    assert shown == ('<h2>Tides</h2><p>Up &amp; <a href="https://a.example/">down</a>.</p><p>نص</p><a>no</a>')


def test_a_body_without_markup_gets_its_paragraphs():
    assert objects.body_markup("", "One <b>.\n\nTwo & three.") == "<p>One &lt;b&gt;.</p><p>Two &amp; three.</p>"


def test_marks_are_the_only_markup_of_a_snippet():
    assert objects.marked((("a<b> ", False), ("rain & sun", True))) == "a&lt;b&gt; <mark>rain &amp; sun</mark>"
