package e2e

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// Broken input of every kind gets its error, and the wire goes on.
func TestBrokenInputCostsNobodyElseAnything(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	bomb := `<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><nitf><body><p>&c;</p></body></nitf>`
	external := `<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body><body.content><p>&x;</p></body.content></body></nitf>`
	for _, c := range []struct {
		name, contentType, body string
		reasons                 []contract.Reason
	}{
		{"cut off XML", "application/xml", "<nitf><head><title>half", []contract.Reason{contract.ReasonMalformed}},
		{"cut off JSON", "application/json", `{"uri":"urn:x:1","headlines":[{"value":"ha`, []contract.Reason{contract.ReasonMalformed}},
		{"cut off feed", "application/rss+xml", `<rss version="2.0"><channel><title>x</title><item><title>one</title>`, []contract.Reason{contract.ReasonMalformed}},
		{"unknown root", "application/xml", "<invoice><total>3</total></invoice>", []contract.Reason{contract.ReasonUnknown}},
		{"binary", "application/octet-stream", "\x00\x01\x02\xff\xfe", []contract.Reason{contract.ReasonUnsupported}},
		{"100,000 nested elements", "application/xml", "<nitf>" + strings.Repeat("<p>", 100_000), []contract.Reason{contract.ReasonTooDeep}},
		{"100,000 nested arrays", "application/json", `{"uri":"urn:x:1","x":` + strings.Repeat("[", 100_000), []contract.Reason{contract.ReasonTooDeep, contract.ReasonMalformed}},
		{"100,000 nested divs", "text/html", "<html><body>" + strings.Repeat("<div>", 100_000), []contract.Reason{contract.ReasonTooDeep}},
		{"entity bomb", "application/xml", bomb, []contract.Reason{contract.ReasonMalformed}},
		{"external entity", "application/xml", external, []contract.Reason{contract.ReasonMalformed}},
		{"nothing to say", "application/json", `{"type":"text","language":"en"}`, []contract.Reason{contract.ReasonIncomplete, contract.ReasonUnknown}},
	} {
		d := push(t, r, []byte(c.body), c.contentType)
		require.Len(t, d.Articles, 1, c.name)
		a := d.Articles[0]
		require.Equal(t, contract.Dead, a.Outcome, c.name)
		require.Contains(t, c.reasons, a.Reason, "%s: %s", c.name, a.Error)
		require.NotEmpty(t, a.Error, c.name)
		require.NotContains(t, a.Error, "root:", c.name)
	}
	require.Equal(t, "published", string(push(t, r, story(1, "usable", "All is well."), "application/json").Articles[0].Outcome), "the wire goes on")
	refusedAtTheDoor(t, r)
	require.Equal(t, "published", string(push(t, r, story(2, "usable", "All is still well."), "application/json").Articles[0].Outcome))
}

func refusedAtTheDoor(t *testing.T, r *rig.Rig) {
	t.Helper()
	var packed bytes.Buffer
	zw := gzip.NewWriter(&packed)
	_, err := zw.Write(make([]byte, 200<<20))
	require.NoError(t, err)
	require.NoError(t, zw.Close())
	require.Less(t, packed.Len(), 1<<20)
	for _, c := range []struct {
		name, provider, key, encoding string
		body                          []byte
		want                          int
	}{
		{"gzip bomb", rig.Provider, rig.Key, "gzip", packed.Bytes(), http.StatusRequestEntityTooLarge},
		{"no gzip at all", rig.Provider, rig.Key, "gzip", []byte("plain"), http.StatusUnprocessableEntity},
		{"unknown encoding", rig.Provider, rig.Key, "br", []byte("plain"), http.StatusUnsupportedMediaType},
		{"empty", rig.Provider, rig.Key, "", nil, http.StatusUnprocessableEntity},
		{"too large", rig.Provider, rig.Key, "", make([]byte, 5<<20), http.StatusRequestEntityTooLarge},
		{"wrong key", rig.Provider, "wr_wrong", "", []byte("x"), http.StatusUnauthorized},
		{"another provider", "nobody", rig.Key, "", []byte("x"), http.StatusForbidden},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.Ingest+"/v1/wire/"+c.provider, bytes.NewReader(c.body))
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+c.key)
		if c.encoding != "" {
			req.Header.Set("Content-Encoding", c.encoding)
		}
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, resp.StatusCode, c.name)
		require.Equal(t, "application/problem+json", resp.Header.Get("Content-Type"), c.name)
		require.NoError(t, resp.Body.Close())
	}
}
