package ninjs_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestWhatIsEncodedIsValidAndReadBack(t *testing.T) {
	t.Parallel()
	localtest.Corpus(t, "ninjs", "schema-3.1.json")
	gen := anyValid()
	rapid.Check(t, func(rt *rapid.T) {
		it := gen.Draw(rt, "item")
		data, err := ninjs.Encode(&it)
		require.NoError(rt, err)
		require.NoError(rt, localtest.NinjsError(t, data))
		back, err := ninjs.Decode(data)
		require.NoError(rt, err)
		require.Equal(rt, it, *back)
		named, err := ninjs.DecodeNamed(data)
		require.NoError(rt, err)
		require.Equal(rt, namesOf(it), named)
	})
}

func namesOf(it ninjs.Item) (n ninjs.Named) {
	for _, p := range it.People {
		n.People = append(n.People, ninjs.Name{Name: p.Name})
	}
	for _, o := range it.Organisations {
		n.Organisations = append(n.Organisations, ninjs.Name{Name: o.Name})
	}
	for _, p := range it.Places {
		n.Places = append(n.Places, ninjs.Name{Name: p.Name})
	}
	return n
}

func TestEncodeRefusesWhatTheSchemaForbids(t *testing.T) {
	t.Parallel()
	over := 101
	for name, it := range map[string]ninjs.Item{
		"no uri":              {},
		"uri":                 {URI: "not absolute"},
		"type":                {Type: "story"},
		"pubStatus":           {PubStatus: "killed"},
		"representationType":  {RepresentationType: "half"},
		"urgency over":        {Urgency: 10},
		"urgency under":       {Urgency: -1},
		"year":                {Expires: ninjs.At(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))},
		"relevance":           {Subjects: []ninjs.Subject{{Relevance: &over}}},
		"subject uri":         {Subjects: []ninjs.Subject{{URI: "medtop:01 0"}}},
		"geoJSON":             {Places: []ninjs.Place{{GeoJSON: ninjs.GeoJSON(`{"type":"Point"}`)}}},
		"rendition name":      {Renditions: []ninjs.Rendition{{}}},
		"scanType":            {Renditions: []ninjs.Rendition{{Name: "a", ScanType: "zigzag"}}},
		"duration":            {Renditions: []ninjs.Rendition{{Name: "a", Duration: math.NaN()}}},
		"association name":    {Associations: []ninjs.Association{{Item: ninjs.Item{URI: "urn:b"}}}},
		"association uri":     {Associations: []ninjs.Association{{Name: "b"}}},
		"nested association":  {Associations: []ninjs.Association{{Name: "b", Item: ninjs.Item{URI: "urn:b", Urgency: 11}}}},
		"rights none":         {RightsInfo: &ninjs.RightsInfo{}},
		"rights both":         {RightsInfo: &ninjs.RightsInfo{LinkedRights: "urn:r", EncodedRights: "r"}},
		"contact none":        {People: []ninjs.Person{{ContactInfo: []ninjs.ContactInfo{{}}}}},
		"contact both":        {Organisations: []ninjs.Organisation{{ContactInfo: []ninjs.ContactInfo{{Value: "v", Address: &ninjs.Address{}}}}}},
		"organiser's contact": {EventDetails: &ninjs.EventDetails{Organiser: &ninjs.Organisation{ContactInfo: []ninjs.ContactInfo{{}}}}},
		"dates":               {EventDetails: &ninjs.EventDetails{Dates: &ninjs.Dates{}}},
		"truncated":           {EventDetails: &ninjs.EventDetails{Dates: &ninjs.Dates{ExpectedStartDate: "2024-13"}}},
		"frequency":           {EventDetails: &ninjs.EventDetails{Dates: &ninjs.Dates{ExpectedStartDate: "2024", Recurrence: &ninjs.Recurrence{RecurrenceRules: []ninjs.RecurrenceRule{{Frequency: "often"}}}}}},
		"planned urgency":     {PlannedCoverage: []ninjs.PlannedCoverage{{Urgency: 12}}},
		"planned type":        {PlannedCoverage: []ninjs.PlannedCoverage{{Type: "story"}}},
	} {
		if it.URI == "" && name != "no uri" {
			it.URI = "urn:a"
		}
		_, err := ninjs.Encode(&it)
		require.Error(t, err, name)
	}
}

func TestURI(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"http://e.org", "http://e.org/%5Bx%5D?q=a/b?c#f", "urn:a:b", "tag:e.org,2024:x", "mailto:a@e.org", "http://u:p@e.org:80/a",
		"http://[::1]:8080/a", "x:y", "file:///a", "urn:newsml:afp.com:20140829T135002Z:TX-PAR-FXW86", "http://e.org/(a)*!$&'+,;=:@", "HTTP://E.org"} {
		require.True(t, ninjs.URI(s).Valid(), s)
	}
	for _, s := range []string{"", "a", "/a/b", "//e.org/a", "http:", ":a", "1a:b", "a b:c", "http://e.org/a b", "http://e.org/ü", "http://e.org/%zz", "http://e.org/%2",
		"http://e.org/[a]", "http://e.org/a#b#c", "http://e.org?a[0]=1", "http://[::1", "http://[1.2.3.4]/", "http://[fe80::1%25en0]/", "http://e.org:80a/",
		"http://e.org\\a", "http://a@b@c/", "urn:a\n", "http://e.org/<a>", "http://e.org/`", "http://e.org/{a}", "x:^"} {
		require.False(t, ninjs.URI(s).Valid(), s)
	}
}

func TestAURIThatWeTakeTheSchemaTakes(t *testing.T) {
	t.Parallel()
	localtest.Corpus(t, "ninjs", "schema-3.1.json")
	piece := rapid.SampledFrom(strings.Split("http: urn: a b: // / ? # @ : [ ] [::1] % %41 %zz é \" < ~ . - _ 80 e.org \\ ' * ( \x00 + ; = & | ^ 1", " "))
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(rt, "pieces"), "")
		data, err := json.Marshal(map[string]string{"uri": s})
		require.NoError(rt, err)
		if ninjs.URI(s).Valid() {
			require.NoError(rt, localtest.NinjsError(t, data), s)
		}
	})
}

func TestGeoJSONIsCheckedAsTheSchemaDoes(t *testing.T) {
	t.Parallel()
	localtest.Corpus(t, "ninjs", "schema-3.1.json")
	for _, s := range []string{
		`{"type":"Point","coordinates":[1,2]}`, `{"type":"Point","coordinates":[1,2,3],"bbox":[1,2,3,4]}`, `{"type":"Point","coordinates":[1]}`,
		`{"type":"Point","coordinates":[1,"2"]}`, `{"type":"Point"}`, `{"TYPE":"Point","coordinates":[1,2]}`, `{"type":"Point","Coordinates":[1,2]}`,
		`{"type":"Point","coordinates":[1,2],"bbox":[1,2]}`, `{"type":"Point","coordinates":[1,2],"bbox":null}`, `{"type":"Point","coordinates":null}`,
		`{"type":"Point","coordinates":[-1.5,0.25]}`, `{"type":"Point","coordinates":[-0.0,0]}`, `{"type":"Point","coordinates":[1e3,-2E-1]}`, `{"type":"Point","coordinates":[,]}`,
		`{"type":"Point","coordinates":[01,2]}`, `{"type":"Point","coordinates":[1.,2]}`, `{"type":"Point","coordinates":[1,2.]}`, `{"type":"Point","coordinates":[-,2]}`,
		`{"type":"Point","coordinates":[.5,2]}`, `{"type":"Point","coordinates":[1,--2]}`, `{"type":"Point","coordinates":[1,2,]}`, `{"type":"Point","coordinates":[1.2.3,4]}`,
		`{"type":"MultiPoint","coordinates":[]}`, `{"type":"LineString","coordinates":[[1,2]]}`, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`,
		`{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}`, `{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}`,
		`{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[5,6],[1,2]]]]}`, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`,
		`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`, `{"type":"GeometryCollection"}`, `{"type":"GeometryCollection","geometries":null}`,
		`{"type":"GeometryCollection","geometries":[{"type":"Feature","geometry":null,"properties":null}]}`,
		`{"type":"Feature","geometry":null,"properties":null}`, `{"type":"Feature","geometry":null,"properties":[]}`, `{"type":"Feature","properties":{}}`,
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1},"id":7}`, `{"type":"Feature","geometry":null,"properties":{},"id":true}`,
		`{"type":"Feature","geometry":{"type":"Feature","geometry":null,"properties":null},"properties":null}`,
		`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":null}]}`,
		`{"type":"FeatureCollection","features":[{"type":"Point","coordinates":[1,2]}]}`, `{"type":"Dot"}`, `[]`, `null`, `"Point"`, `7`, `{}`,
	} {
		schema := localtest.NinjsError(t, []byte(`{"uri":"urn:a","places":[{"geoJSON":`+s+`}]}`))
		ours := ninjs.CheckGeoJSON([]byte(s))
		require.Equal(t, schema == nil, ours == nil, "%s: schema %v, ours %v", s, schema, ours)
	}
	require.Error(t, ninjs.CheckGeoJSON([]byte("{\"type\":\"Point\",\"coordinates\":[1,2],\"x\":\"\xff\"}")))
	require.Error(t, ninjs.CheckGeoJSON([]byte(strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 100))))
	require.Error(t, ninjs.CheckGeoJSON(nil))
}

// notRepresented are examples with what our types leave out on purpose: see
// Recurrence.
func notRepresented(path string) bool {
	return strings.Contains(path, "recurrence") || strings.Contains(path, "recurring")
}

func TestTheStandardsOwnExamplesAreReadAndWritten(t *testing.T) {
	t.Parallel()
	n := 0
	for _, dir := range []string{localtest.Corpus(t, "ninjs", "examples", "3.1"), localtest.Corpus(t, "ninjs", "test_suite", "3.0", "should_pass"), localtest.Corpus(t, "ninjs", "test_suite", "3.1", "should_pass")} {
		require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".json" || notRepresented(path) {
				return err
			}
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			if valid := localtest.NinjsError(t, data) == nil; !valid {
				return nil // one of the examples has a relative uri
			}
			n++
			var compact bytes.Buffer
			require.NoError(t, json.Compact(&compact, data), "geoJSON is kept as it is written")
			it, err := ninjs.Decode(compact.Bytes())
			require.NoError(t, err, path)
			out, err := ninjs.Encode(it)
			require.NoError(t, err, path)
			localtest.ValidateNinjs(t, out)
			again, err := ninjs.Decode(out)
			require.NoError(t, err)
			absent(reflect.ValueOf(it).Elem())
			require.Equal(t, it, again, path)
			require.Equal(t, members(t, data), members(t, out), "nothing is lost: %s", path)
			return nil
		}))
	}
	require.Greater(t, n, 20)
}

// members counts the values in a document that say anything.
func members(t *testing.T, data []byte) int {
	var v any
	require.NoError(t, json.Unmarshal(data, &v))
	var count func(any) int
	count = func(v any) (n int) {
		switch v := v.(type) {
		case map[string]any:
			for _, e := range v {
				n += count(e)
			}
		case []any:
			for _, e := range v {
				n += count(e)
			}
		case string:
			if v != "" {
				n = 1
			}
		case float64:
			if v != 0 {
				n = 1
			}
		default:
			n = 1
		}
		return n
	}
	return count(v)
}

func TestATimesOffsetFitsRFC3339(t *testing.T) {
	t.Parallel()
	for _, offset := range []int{0, 3600, -34200, 19*60 + 32, 25 * 3600} {
		at := time.Date(2024, 5, 3, 12, 0, 0, 5, time.FixedZone("x", offset))
		data, err := ninjs.At(at).MarshalJSON()
		require.NoError(t, err)
		var back ninjs.Time
		require.NoError(t, json.Unmarshal(data, &back))
		require.True(t, at.Equal(back.Time), "%s", data)
	}
}
