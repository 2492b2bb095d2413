package gazetteer

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the lists
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

//go:embed gazetteer.tsv.gz
var collected []byte

//go:embed own.tsv
var own string

// names of the kinds in the lists.
var kinds = map[string]Kind{
	"city": City, "region": Region, "country": Country, "foreign": Foreign, "area": Area, "demonym": Demonym,
	"first": First, "last": Last, "org": Org, "team": Team, "orgword": OrgWord, "title": Title,
}

// Load reads the embedded lists, which takes about a tenth of a second.
func Load() (*Gazetteer, error) {
	lists, err := text()
	if err != nil {
		return nil, err
	}
	g := &Gazetteer{table: newTable(2 * strings.Count(lists, "\n")), entries: make([]Entry, 1, 80_000)}
	capitals := map[string]Place{}
	countries := map[string]string{}
	var room [16]token.Token
	for line := range strings.Lines(lists) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) > 2 {
			fields[2] = intern(countries, fields[2])
		}
		if err := g.add(fields, capitals, room[:0]); err != nil {
			return nil, fmt.Errorf("gazetteer: line %q: %w", line, err)
		}
	}
	g.locate(capitals)
	g.sortPlaces()
	g.entries = slices.Clone(g.entries) // without the room that was not needed
	return g, nil
}

// intern gives one string for all that are equal to it: a piece of the lists would
// keep the whole of them in memory.
func intern(known map[string]string, s string) string {
	if got, ok := known[s]; ok {
		return got
	}
	s = strings.Clone(s)
	known[s] = s
	return s
}

func text() (string, error) {
	r, err := gzip.NewReader(bytes.NewReader(collected))
	if err != nil {
		return "", fmt.Errorf("gazetteer: %w", err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return "", fmt.Errorf("gazetteer: %w", err)
	}
	return string(data) + own, nil
}

// Each calls f for each line of the lists; population is a city's.
func Each(f func(kind, name string, population int)) error {
	lists, err := text()
	if err != nil {
		return err
	}
	for line := range strings.Lines(lists) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) < 2 {
			continue
		}
		population := 0
		if fields[0] == "city" && len(fields) > 5 {
			population, _ = strconv.Atoi(fields[5])
		}
		f(fields[0], fields[1], population)
	}
	return nil
}

func (g *Gazetteer) add(fields []string, capitals map[string]Place, room []token.Token) error {
	kind, ok := kinds[fields[0]]
	if !ok || len(fields) < 2 {
		return fmt.Errorf("%d fields of kind %q", len(fields), fields[0])
	}
	tokens := token.Split(fields[1], true, room)
	if kind == Foreign {
		if len(fields) != 4 {
			return fmt.Errorf("a foreign name has 3 fields, not %d", len(fields)-1)
		}
		tokens = append([]token.Token{languageToken(fields[3])}, tokens...)
		kind = Country
	}
	e := g.entry(tokens)
	e.Kinds |= kind
	if kind&Located == 0 || kind == Demonym {
		if kind == Demonym && len(fields) > 2 && fields[2] != "-" {
			e.place(Place{Kind: Demonym, Country: fields[2]})
		}
		return nil
	}
	p := Place{Kind: kind & Located, Country: fields[2]}
	if kind == City {
		if err := p.read(fields[3:]); err != nil {
			return err
		}
		if p.Capital {
			capitals[p.Country] = p
		}
	}
	e.place(p)
	return nil
}

// languageToken begins the names of countries in another language than English.
func languageToken(language string) token.Token { return token.Token{Hash: ^token.Hash(language)} }

func (p *Place) read(fields []string) (err error) {
	if len(fields) != 4 {
		return fmt.Errorf("a city has 4 more fields, not %d", len(fields))
	}
	p.Point, p.Capital = true, fields[3] == "1"
	if p.Lat, err = strconv.ParseFloat(fields[0], 64); err != nil {
		return err
	}
	if p.Lon, err = strconv.ParseFloat(fields[1], 64); err != nil {
		return err
	}
	p.Population, err = strconv.Atoi(fields[2])
	return err
}

func (e *Entry) place(p Place) {
	for _, other := range e.Places {
		if other.Country == p.Country && (other.Kind == p.Kind || p.Kind != City) && p.Population <= other.Population {
			return
		}
	}
	e.Places = append(e.Places, p)
}

// entry gives the entry of a name, which it makes with its beginnings if it is new.
func (g *Gazetteer) entry(tokens []token.Token) *Entry {
	hash := tokens[0].Hash
	for _, t := range tokens[1:] {
		g.table.slot(hash)
		hash = token.Join(hash, t.Hash)
	}
	slot := g.table.slot(hash)
	if *slot == 0 {
		*slot = int32(len(g.entries))
		g.entries = append(g.entries, Entry{})
	}
	return &g.entries[*slot]
}

// locate gives countries the points of their capitals.
func (g *Gazetteer) locate(capitals map[string]Place) {
	for i := range g.entries {
		for j := range g.entries[i].Places {
			p := &g.entries[i].Places[j]
			if c, ok := capitals[p.Country]; ok && p.Kind == Country {
				p.Lat, p.Lon, p.Point = c.Lat, c.Lon, true
			}
		}
	}
}
