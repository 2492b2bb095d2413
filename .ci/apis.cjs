// Lints openapi-*.json of a folder by Redocly's recommended rules: an error fails, a
// warning is told.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { createConfig, lint, formatProblems, getTotals } = require('@redocly/openapi-core');

async function main(dir) {
  const config = await createConfig({ extends: ['recommended'] });
  let errors = 0;
  for (const name of readdirSync(dir).filter((n) => /^openapi-.*\.json$/.test(n))) {
    const ref = join(dir, name);
    const problems = await lint({ ref, config });
    const totals = getTotals(problems);
    if (problems.length > 0) formatProblems(problems, { format: 'stylish', maxProblems: 50, totals, version: '' });
    console.log(`${name}: ${totals.errors} errors, ${totals.warnings} warnings (Redocly)`);
    errors += totals.errors;
  }
  return errors;
}

main(process.argv[2]).then((errors) => process.exit(errors > 0 ? 1 : 0), (err) => { console.error(err); process.exit(1); });
