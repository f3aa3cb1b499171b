"""What each paper's pages show: one module a paper (the newsstand is one for its three titles), with its templates."""

from __future__ import annotations
