// stdin: {items: CSL-JSON, styles: {name: XML}, locale: XML of en-US} -> stdout: {name: {id: text of the bibliography}},
// and under "<name> note" that of the note.
const CSL = require("citeproc");
const { items, styles, locale } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const byId = Object.fromEntries(items.map((item) => [item.id, item]));
const said = {};
for (const [name, style] of Object.entries(styles)) {
  const engine = new CSL.Engine({ retrieveItem: (id) => byId[id], retrieveLocale: () => locale }, style, "en-US");
  engine.setOutputFormat("text");
  said[name] = {};
  said[`${name} note`] = {};
  for (const { id } of items) {
    engine.updateItems([id]);
    said[name][id] = engine.makeBibliography()[1].join("").trim();
    const cluster = { citationItems: [{ id }], properties: { noteIndex: 1 } };
    said[`${name} note`][id] = engine.previewCitationCluster(cluster, [], [], "text");
  }
}
process.stdout.write(JSON.stringify(said));
