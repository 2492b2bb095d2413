package look_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/look"
)

func TestLane(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data string
		want contract.Lane
	}{
		"nothing":             {"", contract.Wire},
		"plain text":          {"Urgency is what the urgency desk has.", contract.Wire},
		"ninjs":               {`{"uri":"x","urgency": 1}`, contract.Flash},
		"ninjs, a string":     {`{"urgency" : "2"}`, contract.Flash},
		"ninjs, ordinary":     {`{"urgency":4}`, contract.Wire},
		"ninjs, low":          {`{"urgency":8}`, contract.Bulk},
		"not a digit":         {`{"urgency":12}`, contract.Wire},
		"zero":                {`{"urgency":0}`, contract.Wire},
		"null":                {`{"urgency":null,"version":1}`, contract.Wire},
		"two, one a flash":    {`[{"urgency":8},{"urgency":1}]`, contract.Flash},
		"two, none a flash":   {`[{"urgency":8},{"urgency":5}]`, contract.Wire},
		"nitf":                {`<nitf><head><docdata><urgency ed-urg="1"/>`, contract.Flash},
		"nitf, apostrophes":   {`<urgency ed-urg = '8' />`, contract.Bulk},
		"newsml-g2":           {`<contentMeta><urgency>2</urgency>`, contract.Flash},
		"newsml-g2 prefixed":  {`<nar:urgency> 7 </nar:urgency>`, contract.Bulk},
		"newsml 1.2":          {`<NewsManagement><Urgency FormalName="1"/>`, contract.Flash},
		"iptc 7901":           {"\x01abc062 1 i 211 dpa 061\r\n\ncity/\r\n\x02Head", contract.Flash},
		"iptc 7901, ordinary": {"\x01abc062 4 i 211 dpa 061\r\n", contract.Wire},
		"iptc 7901, no field": {"\x01abc", contract.Wire},
		"anpa flash":          {"\x16\x16\x01W2870\x1fasian\nf l\x13\x11 BC-City", contract.Flash},
		"anpa bulletin":       {"\x16\x16\x01W2870\x1fasian\r\nb l\x13\x11 BC-City", contract.Flash},
		"anpa regular":        {"\x16\x16\x01W2870\x1fasian\nr l\x13\x11 BC-City", contract.Wire},
		"anpa deferred":       {"\x16\x16\x01W2870\x1fasian\nd l\x13\x11 BC-City", contract.Bulk},
		"cut off":             {`{"urgency`, contract.Wire},
		"beyond the prefix":   {strings.Repeat(" ", look.Prefix) + `{"urgency":1}`, contract.Wire},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lane, takedown := look.Lane([]byte(c.data))
			require.Equal(t, c.want, lane)
			require.False(t, takedown)
		})
	}
}

func TestTakedowns(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		`{"pubStatus": "canceled", "urgency": 5}`,
		`{"pubstatus":"withheld"}`,
		`<itemMeta><pubStatus qcode="stat:canceled"/>`,
		`<docdata management-status="canceled">`,
		`<Status FormalName="Canceled"/>`,
	} {
		lane, takedown := look.Lane([]byte(data))
		require.Equal(t, contract.Flash, lane, data)
		require.True(t, takedown, data)
	}
	for _, data := range []string{
		`{"pubStatus":"usable","headline":"Flights canceled"}`,
		`<pubStatus qcode="stat:usable"/><headline>Match canceled</headline>`,
	} {
		_, takedown := look.Lane([]byte(data))
		require.False(t, takedown, data)
	}
}

func FuzzLane(f *testing.F) {
	f.Add([]byte(`{"urgency":1,"pubStatus":"canceled"}`))
	f.Add([]byte("\x16\x16\x01W2870\x1fasian\nf l"))
	f.Add([]byte("\x01abc062 1 i 211"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lane, takedown := look.Lane(data)
		require.True(t, lane.Valid())
		require.True(t, !takedown || lane == contract.Flash)
		again, _ := look.Lane(append(data[:min(len(data), look.Prefix):min(len(data), look.Prefix)], make([]byte, look.Prefix)...))
		if len(data) >= look.Prefix {
			require.Equal(t, lane, again, "what is beyond the prefix does not count")
		}
	})
}

func BenchmarkLane(b *testing.B) {
	data := []byte(`{"uri":"urn:x","headlines":[{"value":"` + strings.Repeat("A word or two. ", 200) + `"}],"urgency":4}`)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		look.Lane(data)
	}
}
