// Parses a description by AsyncAPI's own parser: an error or a warning fails; what is merely
// recommended is told.
const { readFileSync } = require('node:fs');
const { Parser } = require('@asyncapi/parser');

const severities = ['error', 'warning', 'info', 'hint'];

async function main(path) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(path, 'utf8'));
  for (const d of diagnostics) console.log(`${severities[d.severity]} ${d.path.join('.')}: ${d.message}`);
  const bad = diagnostics.filter((d) => d.severity <= 1).length;
  console.log(`${path}: ${bad} errors and warnings, ${document ? document.allMessages().length : 0} messages (@asyncapi/parser)`);
  return document ? bad : bad + 1;
}

main(process.argv[2]).then((bad) => process.exit(bad > 0 ? 1 : 0), (err) => { console.error(err); process.exit(1); });
