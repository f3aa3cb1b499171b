"""Train the classifier of ``scraper.extract.story.classifier``: which blocks of a page are the story's text.

    make train                               read the pages, train, write scraper/extract/story/weights.npz
    make train TRAIN_ARGS=--check            train, and compare with the shipped weights instead

Trained on half a of the article pages and on the readability pages of the evaluation data; half b is never read here.
A block is text where its words stand in the expected body of its page. Everything is seeded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scraper.extract.page import document, structured
from scraper.extract.page.blocks import Block
from scraper.extract.story import body, classifier, headline
from scraper.texts.folding import letters

EVAL = Path(__file__).parents[2] / "shared" / "eval"
WEIGHTS = Path(__file__).parents[1] / "scraper" / "extract" / "story" / "weights.npz"

HIDDEN, EPOCHS, BATCH = 20, 40, 256
RATE, DECAY, DROPPED = 3e-3, 1e-3, 0.2
MEMBERS = 3  # networks trained from different beginnings; their hidden layers stand side by side in one
SHORT = 20  # letters below which a line is text only among others that are
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: a row of features for each block, whether it is text, and how much that weighs."""

    rows: Array
    text: Array
    weights: Array


def pages(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(html, address, expected body) of the pages to train on."""
    for kind, key in (("article", "articleBody"), ("readability", "body")):
        gold = json.loads((folder / f"{kind}-pages.json").read_text(encoding="utf-8"))
        for number, (name, facts) in enumerate(sorted(gold.items())):
            if kind == "article" and number % 2:
                continue
            html = gzip.decompress((folder / f"{kind}-pages" / f"{name}.html.gz").read_bytes())
            yield html.decode("utf-8", "replace"), facts.get("url") or "http://page.example/a", facts[key]


def sample(html: str, url: str, expected: str) -> Sample | None:
    """Make a training sample of a page; None where the expected body cannot be found on it."""
    page = document.parse_text(html, url=url)
    candidates = body.candidates(page.blocks)
    text = is_text(candidates, expected)
    if text is None:
        return None
    data = structured.read(page)
    rows = body.rows(candidates, data, headline.find(page, data))
    sizes = np.array([block.size for block in candidates], dtype=float)
    return Sample(rows.astype(float), text, np.minimum(np.sqrt(sizes), 25) / 8 + 0.15)


def is_text(blocks: Sequence[Block], expected: str) -> Array | None:
    """For each block the share of it that is in the expected body, 0 to 1."""
    whole = letters(expected)
    lines = {letters(line) for line in expected.split("\n")} - {""}
    runs = _runs(expected)
    keys = [letters(block.text) for block in blocks]
    found = np.zeros(len(blocks))
    for index, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        block_runs = _runs(block.text)
        if len(key) >= SHORT and len(block_runs) > 0:
            found[index] = 1.0 if key in whole else sum(run in runs for run in block_runs) / len(block_runs)
    sure = [index for index, block in enumerate(blocks) if found[index] > 0.8 and len(block.text) > 40]
    if not sure:
        return None
    for index, key in enumerate(keys):
        if 0 < len(key) < SHORT or not _runs(blocks[index].text):
            near = any(abs(index - other) <= 4 for other in sure)
            found[index] = near and (key in lines or (min(sure) < index < max(sure) and len(key) > 3 and key in whole))
    return _once(found, keys)


def _once(found: Array, keys: Sequence[str]) -> Array:
    """Of a text that is printed twice, count only the one nearest to the rest of the story."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if found[place] > 0.5 and len(key) >= 12:
            places[key].append(place)
    single = sorted(each[0] for each in places.values() if len(each) == 1)
    if single:
        middle = single[len(single) // 2]
        for each in places.values():
            best = min(each, key=lambda place: abs(place - middle))
            found[[place for place in each if place != best]] = 0.0
    return found


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return {tuple(words[place : place + 4]) for place in range(len(words) - 3)}


def trained(samples: Sequence[Sample]) -> classifier.Network:
    """One network over all samples."""
    rows = np.concatenate([each.rows for each in samples])
    text = np.concatenate([each.text for each in samples])
    weights = np.concatenate([each.weights for each in samples])
    mean, spread = rows.mean(0), rows.std(0) + 1e-3
    scaled = (rows - mean) / spread
    members = [_member(scaled, text, weights, seed) for seed in range(MEMBERS)]
    first = np.concatenate([each[0] for each in members], axis=1)
    bias = np.concatenate([each[1] for each in members])
    # The scaling of the features goes into the first layer.
    return classifier.Network(
        first=(first / spread[:, None]).astype(np.float32),
        first_bias=(bias - (mean / spread) @ first).astype(np.float32),
        second=(np.concatenate([each[2] for each in members]) / MEMBERS).astype(np.float32),
        second_bias=float(sum(each[3][0] for each in members) / MEMBERS),
    )


def _member(rows: Array, text: Array, weights: Array, seed: int) -> list[Array]:
    """A network of one hidden layer, by Adam on the cross-entropy; inputs are dropped at random against overfitting."""
    chance = np.random.default_rng(seed)
    count, features = rows.shape
    layers = [
        chance.normal(0, features**-0.5, (features, HIDDEN)),
        np.zeros(HIDDEN),
        chance.normal(0, HIDDEN**-0.5, HIDDEN),
        np.zeros(1),
    ]
    slow = [np.zeros_like(layer) for layer in layers]
    square = [np.zeros_like(layer) for layer in layers]
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * 0.5 * (1 + np.cos(np.pi * epoch / EPOCHS))
        order = chance.permutation(count)
        for start in range(0, count, BATCH):
            batch = order[start : start + BATCH]
            seen = rows[batch] * (chance.random((len(batch), features)) > DROPPED)
            hidden = np.maximum(seen @ layers[0] + layers[1], 0)
            sure = 1 / (1 + np.exp(-np.clip(hidden @ layers[2] + layers[3], -30, 30)))
            error = (sure - text[batch]) * weights[batch] / len(batch)
            back = np.outer(error, layers[2]) * (hidden > 0)
            slopes = [seen.T @ back + DECAY * layers[0], back.sum(0), hidden.T @ error, np.array([error.sum()])]
            step += 1
            for place, slope in enumerate(slopes):
                slow[place] = 0.9 * slow[place] + 0.1 * slope
                square[place] = 0.999 * square[place] + 0.001 * slope**2
                ahead = slow[place] / (1 - 0.9**step)
                layers[place] = layers[place] - rate * ahead / (np.sqrt(square[place] / (1 - 0.999**step)) + 1e-8)
    return layers


def agreement(one: classifier.Network, other: classifier.Network, samples: Sequence[Sample]) -> float:
    """The share of blocks on which two networks decide alike, by the size of the blocks."""
    rows = np.concatenate([each.rows for each in samples]).astype(np.float32)
    weights = np.concatenate([each.weights for each in samples])
    same = (one.log_odds(rows) > 0) == (other.log_odds(rows) > 0)
    return float((same * weights).sum() / weights.sum())


def main() -> None:
    """Train, and write the weights or compare them with the shipped ones."""
    parser = argparse.ArgumentParser(prog="python -m bench.training", description=__doc__)
    parser.add_argument("--eval", type=Path, default=EVAL, help="folder of the evaluation data (%(default)s)")
    parser.add_argument("--check", action="store_true", help="compare with the shipped weights, write nothing")
    options = parser.parse_args()
    if not (options.eval / "article-pages.json").exists():
        parser.error(f"{options.eval}: no article-pages.json there; --eval DIR names the folder of the evaluation data")
    samples = [each for page in pages(options.eval) if (each := sample(*page)) is not None]
    network = trained(samples)
    print(f"{len(samples)} pages, {sum(len(each.rows) for each in samples):,} blocks")
    if options.check:
        same = agreement(network, classifier.network(), samples)
        print(f"the shipped weights decide {same:.2%} of the text alike")
        sys.exit(same < 0.995)
    np.savez_compressed(
        WEIGHTS,
        first=network.first,
        first_bias=network.first_bias,
        second=network.second,
        second_bias=np.float32(network.second_bias),
    )
    print(f"wrote {WEIGHTS.name}, {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
