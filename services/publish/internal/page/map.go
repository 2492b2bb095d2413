package page

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// point is a place on the map, in tenths of a degree from the top left.
type point struct {
	Name       string
	X, Y       float64
	TextX      float64
	Anchor     string
	Radius     float64
	FontHeight float64
}

// worldMap is a map of the places of an article (equirectangular).
type worldMap struct {
	Land   string // a path of SVG
	Box    string
	Points []point
	Lines  string // the graticule, every ten degrees
}

// maxPoints is how many places are on a map.
const maxPoints = 12

// mapOf makes the map; nil if no place has a point.
func mapOf(item *ninjs.Item, land string) *worldMap {
	m := &worldMap{Land: land}
	for _, place := range item.Places {
		var g struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		}
		var at []float64
		if len(m.Points) == maxPoints || json.Unmarshal(place.GeoJSON, &g) != nil || g.Type != "Point" || json.Unmarshal(g.Coordinates, &at) != nil || len(at) < 2 {
			continue
		}
		if at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90 {
			continue
		}
		m.Points = append(m.Points, point{Name: place.Name, X: (at[0] + 180) * 10, Y: (90 - at[1]) * 10})
	}
	if len(m.Points) == 0 {
		return nil
	}
	m.frame()
	return m
}

// The sides of a map, in tenths of a degree: twice as wide as high.
const (
	leastWidth = 500.0
	mostWidth  = 3600.0
)

// frame cuts the map around its points.
func (m *worldMap) frame() {
	left, right, top, bottom := m.Points[0].X, m.Points[0].X, m.Points[0].Y, m.Points[0].Y
	for _, p := range m.Points {
		left, right, top, bottom = min(left, p.X), max(right, p.X), min(top, p.Y), max(bottom, p.Y)
	}
	width := min(max(leastWidth, (right-left)*1.5, (bottom-top)*3), mostWidth)
	height := width / 2
	x := min(max((left+right)/2-width/2, 0), mostWidth-width)
	y := min(max((top+bottom)/2-height/2, 0), mostWidth/2-height)
	m.Box = strings.Join([]string{short(x), short(y), short(width), short(height)}, " ")
	for i := range m.Points {
		p := &m.Points[i]
		p.Radius, p.FontHeight = width/110, width/26
		p.TextX, p.Anchor = p.X+2*p.Radius, "start"
		if p.X > x+width*0.7 {
			p.TextX, p.Anchor = p.X-2*p.Radius, "end"
		}
	}
	var b strings.Builder
	for at := 0.0; at <= mostWidth; at += 100 {
		b.WriteString("M" + short(at) + " 0V1800")
		if at <= mostWidth/2 {
			b.WriteString("M0 " + short(at) + "H3600")
		}
	}
	m.Lines = b.String()
}

func short(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
