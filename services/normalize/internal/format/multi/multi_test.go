package multi_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/multi"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

const (
	ninjsDoc = `{"uri":"urn:a:1","headlines":[{"value":"Ferry sails"}],"associations":[{"name":"p","uri":"urn:a:2","type":"picture","renditions":[{"name":"o","href":"cid:p1@harbour.example"}]}]}`
	nitfDoc  = `<nitf><head><title>Port closes</title></head><body><body.content><p>Shut.</p><media media-type="image"><media-reference mime-type="image/png" source="quay.png"/></media></body.content></body></nitf>`
	form     = "multipart/form-data; boundary=b"
)

func part(fields, body string) string { return "--b\r\n" + fields + "\r\n\r\n" + body + "\r\n" }

func file(field, name, contentType, body string) string {
	return part(`Content-Disposition: form-data; name="`+field+`"; filename="`+name+"\"\r\nContent-Type: "+contentType, body)
}

func parse(contentType, body string) ([]format.Article, error) {
	_, articles, err := formats.Parse(format.Input{Data: []byte(body), ContentType: contentType, Zone: time.UTC, Provider: "p"}, "multipart")
	return articles, err
}

func headlines(t *testing.T, articles []format.Article) []string {
	t.Helper()
	var out []string
	for _, a := range articles {
		if a.Err != nil {
			out = append(out, "error: "+string(a.Err.Reason))
			continue
		}
		it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
		require.NoError(t, err)
		data, err := ninjs.Encode(&it)
		require.NoError(t, err)
		localtest.ValidateNinjs(t, data)
		out = append(out, it.Headlines[0].Value)
	}
	return out
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		contentType, body string
		want              []string
	}{
		"form":              {form, file("metadata", "", "application/json", ninjsDoc) + "--b--", []string{"Ferry sails"}},
		"form without type": {form, part(`Content-Disposition: form-data; name="metadata"`, ninjsDoc) + part(`Content-Disposition: form-data; name="desk"`, "foreign") + "--b--", []string{"Ferry sails"}},
		"two":               {"multipart/mixed; boundary=b", part("Content-Type: application/json", ninjsDoc) + part("Content-Type: text/xml", nitfDoc) + "--b--", []string{"Ferry sails", "Port closes"}},
		"one broken":        {"multipart/mixed; boundary=b", part("Content-Type: text/xml", "<nitf>") + part("Content-Type: text/xml", nitfDoc) + "--b--", []string{"error: malformed", "Port closes"}},
		"related":           {`multipart/related; boundary="b"; type="text/xml"`, part("Content-Type: text/xml", nitfDoc) + "--b--", []string{"Port closes"}},
		"text alone":        {form, file("story", "story.txt", "text/plain", "Port closes at noon\n\nThe quay is shut.\n") + "--b--", []string{"Port closes at noon"}},
		"text beside":       {form, file("story", "story.txt", "text/plain", "Port closes at noon\n\nThe quay is shut.\n") + file("m", "a.json", "application/json", ninjsDoc) + "--b--", []string{"Ferry sails"}},
		"no boundary said":  {"multipart/mixed", part("Content-Type: text/xml", nitfDoc) + "--b--", []string{"Port closes"}},
		"alternatives":      {"multipart/alternative; boundary=b", part("Content-Type: text/plain", "Shut.") + part("Content-Type: text/xml", nitfDoc) + "--b--", []string{"Port closes"}},
		"mail":              {form, file("m", "a.eml", "message/rfc822", "From: a@a.example\nSubject: Inner\n\nShut.") + "--b--", []string{"Inner"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			articles, err := parse(c.contentType, c.body)
			require.NoError(t, err)
			require.Equal(t, c.want, headlines(t, articles))
		})
	}
}

func TestBinaries(t *testing.T) {
	t.Parallel()
	body := file("m", "a.xml", "text/xml", nitfDoc) + part("Content-Type: application/json", ninjsDoc) +
		part("Content-Type: image/jpeg\r\nContent-ID: <p1@harbour.example>", "JPEG") + file("p", `C:\pics\QUAY.png`, "image/png", "PNG") +
		file("p", "other.gif", "application/octet-stream", "GIF89a") + file("p", "empty.gif", "image/gif", "") + "--b--"
	articles, err := parse(form, body)
	require.NoError(t, err)
	require.Equal(t, []format.Part{{Name: "QUAY.png", MediaType: "image/png", Data: []byte("PNG")}, {Name: "other.gif", MediaType: "image/gif", Data: []byte("GIF89a")}}, articles[0].Parts)
	require.Equal(t, []format.Part{{MediaType: "image/jpeg", ID: "p1@harbour.example", Data: []byte("JPEG")}}, articles[1].Parts)
	require.Equal(t, []string{"read as nitf from attachment a.xml", "an empty part was left out"}, articles[0].Notes)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body   string
		reason contract.Reason
	}{
		"nothing": {"", contract.ReasonMalformed}, "no parts": {"x", contract.ReasonIncomplete}, "pictures only": {file("p", "a.png", "image/png", "PNG"), contract.ReasonIncomplete},
		"none of ours": {part("Content-Type: text/xml", "<menu/>"), contract.ReasonIncomplete}, "too many": {strings.Repeat(part("A: b", "x"), 101), contract.ReasonTooLarge},
	} {
		_, err := parse(form, c.body)
		var fe *format.Error
		require.True(t, errors.As(err, &fe), name)
		require.Equal(t, c.reason, fe.Reason, name)
	}
}

// FuzzParse: an error with its reason, or articles each of which is an error or
// becomes valid ninjs.
func FuzzParse(f *testing.F) {
	f.Add([]byte(file("m", "a.xml", "text/xml", nitfDoc)+file("p", "quay.png", "image/png", "PNG")+"--b--"), form)
	f.Add([]byte(part("Content-Type: application/json", ninjsDoc)+"--b--"), "multipart/related; boundary*0=b")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		articles, err := parse(contentType, string(data))
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe) && fe.Reason != "", "%v", err)
			return
		}
		require.NotEmpty(t, articles)
		for _, a := range articles {
			if a.Err != nil {
				continue
			}
			it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
			if err != nil {
				continue
			}
			out, err := ninjs.Encode(&it)
			require.NoError(t, err)
			require.NoError(t, localtest.NinjsError(t, out), string(out))
		}
	})
}

func TestLooks(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]bool{"--bound\r\nContent-Type: a/b": true, "--bound\ncontent-disposition: x": true, "-- \nContent-": false, "--bound\n": false, "----\nA rule": false} {
		require.Equal(t, want, multi.Looks([]byte(head)), head)
	}
}
