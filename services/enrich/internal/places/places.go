package places

import (
	"context"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/names"
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
)

// Literal begins the literal of a place: the country's code (ISO 3166-1 alpha-2)
// follows.
const Literal = "iso3166:"

// Enricher adds places.
type Enricher struct{ lists *gazetteer.Gazetteer }

// New makes an enricher.
func New(lists *gazetteer.Gazetteer) *Enricher { return &Enricher{lists} }

// Name of the enricher.
func (*Enricher) Name() string { return "places" }

// Enrich gives the places that the provider did not give, with country and point
// where they are known.
func (e *Enricher) Enrich(_ context.Context, a *frame.Article) (frame.Change, error) {
	var c frame.Change
	ev := e.gather(a)
	for i := range a.Names {
		n := &a.Names[i]
		if n.Kind != frame.Place || given(a.Item.Places, n.Name) {
			continue
		}
		c.Places = append(c.Places, entry(n.Name, e.resolve(a, n.Name, &ev)))
	}
	return c, nil
}

func given(places []ninjs.Place, name string) bool {
	for i := range places {
		if strings.EqualFold(places[i].Name, name) {
			return true
		}
	}
	return false
}

func entry(name string, p *gazetteer.Place) ninjs.Place {
	place := ninjs.Place{Name: name, Rel: names.Mentions}
	if p == nil {
		return place
	}
	place.Literal = Literal + p.Country
	if p.Point {
		place.GeoJSON = point(p.Lon, p.Lat)
	}
	return place
}

// point is a GeoJSON point (RFC 7946, section 3.1.2).
func point(lon, lat float64) ninjs.GeoJSON {
	b := append(make([]byte, 0, 64), `{"type":"Point","coordinates":[`...)
	b = strconv.AppendFloat(b, lon, 'f', -1, 64)
	b = append(b, ',')
	b = strconv.AppendFloat(b, lat, 'f', -1, 64)
	return ninjs.GeoJSON(append(b, `]}`...))
}
