package page

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestWhereToGoAfterSigningInIsThisPage(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{"/works?a=b": "/works?a=b", "": "/", "//evil.example": "/", "https://evil.example/": "/",
		"/\\evil.example": "/", "javascript:alert(1)": "/", "works": "/", "/x\r\nSet-Cookie: a": "/", "/%zz": "/"} {
		require.Equal(t, want, local(to), to)
	}
}

func TestAFormsEmptyFieldsLeaveTheAddress(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{"topic=&language=en&name=": "language=en", "topic=sport&topic=weather": "topic=sport%2Cweather", "other=x": "", "urgency=1%2C2": ""} {
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		tidy, changed := tidied(values)
		require.Equal(t, query != "urgency=1%2C2", changed, query)
		if changed {
			require.Equal(t, want, tidy.Encode(), query)
		}
	}
}

func TestAStoryIsOneRow(t *testing.T) {
	t.Parallel()
	folded := fold([]row{{ID: "c", Story: "s"}, {ID: "x"}, {ID: "b", Story: "s"}, {ID: "y"}, {ID: "a", Story: "s"}})
	var ids []string
	for _, r := range folded {
		ids = append(ids, r.ID)
		for _, o := range r.Others {
			ids = append(ids, "("+o.ID+")")
		}
	}
	require.Equal(t, "c (b) (a) x y", strings.Join(ids, " "))
}

func TestTheMapHoldsItsPlaces(t *testing.T) {
	t.Parallel()
	at := func(name, geo string) ninjs.Place { return ninjs.Place{Name: name, GeoJSON: json.RawMessage(geo)} }
	m := mapOf(&ninjs.Item{Places: []ninjs.Place{at("Oslo", `{"type":"Point","coordinates":[10.75,59.91]}`), at("nowhere", ``),
		at("area", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`), at("beyond", `{"type":"Point","coordinates":[1000,0]}`), at("short", `{"type":"Point","coordinates":[1]}`)}}, "M0 0z")
	require.Len(t, m.Points, 1)
	require.InDelta(t, 1907.5, m.Points[0].X, 0.01)
	require.InDelta(t, 300.9, m.Points[0].Y, 0.01)
	require.Equal(t, "1657.5 175.9 500.0 250.0", m.Box)
	require.Nil(t, mapOf(&ninjs.Item{Places: []ninjs.Place{at("nowhere", "")}}, ""))
	m = mapOf(&ninjs.Item{Places: []ninjs.Place{at("a", `{"type":"Point","coordinates":[-180,-90]}`), at("b", `{"type":"Point","coordinates":[180,90]}`)}}, "")
	require.Equal(t, "0.0 0.0 3600.0 1800.0", m.Box)
}
