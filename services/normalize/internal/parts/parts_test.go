package parts_test

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/parts"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

const (
	base  = "https://wire.example"
	media = base + "/v1/media/"
)

func picture(t *testing.T, kind string, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, width, height))
	switch kind {
	case "jpeg":
		require.NoError(t, jpeg.Encode(&b, img, nil))
	case "gif":
		require.NoError(t, gif.Encode(&b, img, nil))
	default:
		require.NoError(t, png.Encode(&b, img))
	}
	return b.Bytes()
}

func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	shot := picture(t, "png", 4, 3)
	for name, c := range map[string]struct {
		part      format.Part
		kept, why string // media type and extension; or the note
	}{
		"png":            {format.Part{MediaType: "image/png", Data: shot}, "image/png .png", ""},
		"by its bytes":   {format.Part{MediaType: "image/jpeg", Data: shot}, "image/png .png", ""},
		"octets":         {format.Part{MediaType: "application/octet-stream", Data: shot}, "image/png .png", ""},
		"jpeg":           {format.Part{MediaType: "IMAGE/JPEG; name=x", Data: picture(t, "jpeg", 2, 2)}, "image/jpeg .jpg", ""},
		"pdf":            {format.Part{MediaType: "application/pdf", Data: []byte("%PDF-1.7\n\x00")}, "application/pdf .pdf", ""},
		"tiff":           {format.Part{MediaType: "image/tiff", Data: []byte("II*\x00\x01")}, "image/tiff .tiff", ""},
		"sound":          {format.Part{MediaType: "audio/mpeg", Data: []byte("\xff\xfb\x90\x00")}, "audio/mpeg .mp3", ""},
		"film":           {format.Part{MediaType: "video/mp4", Data: []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42mp41")}, "video/mp4 .mp4", ""},
		"program":        {format.Part{Name: "a.exe", MediaType: "application/x-msdownload", Data: []byte("MZ\x00")}, "", "a.exe was left out: application/x-msdownload is not kept"},
		"svg":            {format.Part{MediaType: "image/svg+xml", Data: []byte("<svg/>")}, "", "a file was left out: image/svg+xml that is text is not kept"},
		"markup":         {format.Part{Name: "a  b\n.png", MediaType: "image/png", Data: []byte("<html><script>")}, "", "a b .png was left out: image/png that is text is not kept"},
		"no picture":     {format.Part{MediaType: "image/png", Data: []byte("\x00\x01\x02")}, "", "a file was left out: image/png that is none is not kept"},
		"empty":          {format.Part{MediaType: "image/png"}, "", "a file was left out: an empty file is not kept"},
		"counting pixel": {format.Part{MediaType: "image/gif", Data: picture(t, "gif", 1, 1)}, "", "a file was left out: a counting pixel"},
		"too large":      {format.Part{MediaType: "video/webm", Data: append([]byte{0}, make([]byte, 1000)...)}, "", "a file was left out: 1001 bytes, where a file may have 1000"},
		"long name":      {format.Part{Name: strings.Repeat("é", 99), MediaType: "a/b", Data: []byte{0}}, "", strings.Repeat("é", 59) + "… was left out: a/b is not kept"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := parts.New([]format.Part{c.part}, parts.Limits{Each: 1000})
			if c.why != "" {
				require.Equal(t, []string{c.why}, p.Notes)
				require.Empty(t, p.Files)
				return
			}
			require.Empty(t, p.Notes)
			require.Len(t, p.Files, 1)
			require.Regexp(t, `^[0-9a-f]{64}\.[a-z0-9]+$`, p.Files[0].Name)
			require.Equal(t, c.kept, p.Files[0].MediaType+" "+p.Files[0].Name[64:])
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	a, b, c := format.Part{Name: "a", MediaType: "audio/aac", Data: append(make([]byte, 59), 1)}, format.Part{Name: "b", MediaType: "audio/aac", Data: append(make([]byte, 59), 2)}, format.Part{Name: "c", MediaType: "audio/aac", Data: append(make([]byte, 29), 3)}
	p := parts.New([]format.Part{a, b, a, c}, parts.Limits{All: 100})
	require.Len(t, p.Files, 2, "what is too large takes no place, the same bytes are one file")
	require.Equal(t, []string{"b was left out: all files together take more than 100 bytes"}, p.Notes)
	p = parts.New([]format.Part{a, b, c}, parts.Limits{Count: 2})
	require.Equal(t, []string{"c was left out: more than 2 files"}, p.Notes)
}

// valid is an item as it leaves normalize.
func valid(t *testing.T, it ninjs.Item) (ninjs.Item, []string) {
	t.Helper()
	out, notes, err := tidy.Article(format.Article{Item: it}, tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	data, err := ninjs.Encode(&out)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, data)
	return out, notes
}

func TestInto(t *testing.T) {
	t.Parallel()
	shot := picture(t, "png", 4, 3)
	p := parts.New([]format.Part{{Name: "Quay.png", MediaType: "image/png", ID: "q@1", Title: "The quay", Caption: "Shut", Data: shot}}, parts.Limits{})
	address := media + p.Files[0].Name
	want := ninjs.Rendition{Name: "original", Href: ninjs.URI(address), ContentType: "image/png", SizeInBytes: int64(len(shot)), Width: 4, Height: 3}
	item := func(a ...ninjs.Association) ninjs.Item {
		return ninjs.Item{URI: "urn:a:1", Headlines: []ninjs.Text{{Value: "Port"}}, Associations: a}
	}
	named := func(r ...ninjs.Rendition) ninjs.Association {
		return ninjs.Association{Name: "p", Item: ninjs.Item{URI: "urn:a:2", Renditions: r}}
	}
	source := named()
	source.AltIDs = []ninjs.AltID{{Role: "source", Value: "quay.PNG"}}
	remote := ninjs.Rendition{Name: "web", Href: "https://harbour.example/f/quay.png?w=1"}
	stored := want
	stored.Name = "stored"
	renamed := want
	renamed.Name, renamed.Title = "o", "T"
	for name, c := range map[string]struct {
		in   ninjs.Item
		want []ninjs.Rendition
	}{
		"nobody names it":  {item(), []ninjs.Rendition{want}},
		"by Content-ID":    {item(named(ninjs.Rendition{Name: "o", Title: "T", Href: "cid:q%401"})), []ninjs.Rendition{renamed}},
		"by file name":     {item(named(ninjs.Rendition{Name: "o", Title: "T", Href: "images/quay.png"})), []ninjs.Rendition{renamed}},
		"by source":        {item(source), []ninjs.Rendition{want}},
		"at another place": {item(named(remote)), []ninjs.Rendition{remote, stored}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p.Into(&c.in, base+"/")
			it, notes := valid(t, c.in)
			require.Len(t, it.Associations, 1)
			require.Equal(t, c.want, it.Associations[0].Renditions)
			require.Empty(t, notes)
			if name == "nobody names it" {
				require.Equal(t, ninjs.TypePicture, it.Associations[0].Type)
				require.Equal(t, "The quay", it.Associations[0].Title)
				require.Equal(t, "Shut", it.Associations[0].Descriptions[0].Value)
			}
		})
	}
}

func TestReferencesInTheText(t *testing.T) {
	t.Parallel()
	p := parts.New([]format.Part{{Name: "q.png", MediaType: "image/png", ID: "q@1", Data: picture(t, "png", 4, 3)}}, parts.Limits{})
	address := media + p.Files[0].Name
	for markup, want := range map[string]string{
		`<img src="cid:q@1">`: `<img src="` + address + `">`, `<img SRC='CID:q%401' alt="cid:q@1">`: `<img SRC='` + address + `' alt="cid:q@1">`, `<img src=cid:q@1>`: `<img src=` + address + `>`,
		`<img src="q.png"/>`: `<img src="` + address + `"/>`, `<img src="./img/Q.png"/>`: `<img src="` + address + `"/>`, `<img src="https://a.example/q.png">`: `<img src="https://a.example/q.png">`,
		`<img src="cid:other">`: `<img src="cid:other">`, `<img src="cid:q@1`: `<img src="cid:q@1`, `src=`: `src=`, `a=b`: `a=b`, ``: ``,
	} {
		it := ninjs.Item{Bodies: []ninjs.Body{{ContentType: "text/html", Value: markup}}}
		p.Into(&it, base)
		require.Equal(t, want, it.Bodies[0].Value)
	}
	it := ninjs.Item{URI: "urn:a:1", Bodies: []ninjs.Body{{ContentType: "text/html", Value: `<p>Quay</p><img src="cid:q@1">`}}}
	p.Into(&it, base)
	out, _ := valid(t, it)
	require.Contains(t, out.Bodies[0].Value, address, "tidy keeps it")
}

func TestAttach(t *testing.T) {
	t.Parallel()
	broken := format.Article{Err: format.Errorf("x", "malformed", "", "x")}
	byText := format.Article{Item: ninjs.Item{Bodies: []ninjs.Body{{Value: `<img src="cid:b">`}}}}
	articles := []format.Article{broken, {}, byText}
	require.True(t, parts.Attach(articles, []format.Part{{ID: "b"}, {Name: "c"}, {}}))
	require.Equal(t, []format.Part{{Name: "c"}, {}}, articles[1].Parts)
	require.Equal(t, []format.Part{{ID: "b"}}, articles[2].Parts)
	require.False(t, parts.Attach([]format.Article{broken}, []format.Part{{}}))
	require.True(t, parts.Attach(nil, nil))
}

// Whatever comes, the item stays valid, and no more is stored than the limits say.
func TestAny(t *testing.T) {
	t.Parallel()
	localtest.Corpus(t, "ninjs", "schema-3.1.json")
	shot := string(picture(t, "png", 4, 3))
	names := rapid.SampledFrom([]string{"", "a.png", "b c.jpg", "é.gif", "cid:x", "<x>", "%zz"})
	rapid.Check(t, func(rt *rapid.T) {
		var list []format.Part
		for range rapid.IntRange(0, 5).Draw(rt, "parts") {
			list = append(list, format.Part{Name: names.Draw(rt, "name"), ID: names.Draw(rt, "id"), MediaType: rapid.SampledFrom([]string{"image/png", "audio/aac", "x"}).Draw(rt, "type"),
				Title: names.Draw(rt, "title"), Data: []byte(rapid.SampledFrom([]string{"", shot, "\x80\x00", "text"}).Draw(rt, "data"))})
		}
		p := parts.New(list, parts.Limits{Each: 200, All: 300})
		size := 0
		for _, f := range p.Files {
			size += len(f.Data)
		}
		require.LessOrEqual(rt, size, 300)
		it := ninjs.Item{URI: "urn:a:1", Headlines: []ninjs.Text{{Value: "Port"}}, Bodies: []ninjs.Body{{ContentType: "text/html", Value: `<img src="` + names.Draw(rt, "src") + `">`}}}
		it.Associations = []ninjs.Association{{Name: names.Draw(rt, "association"), Item: ninjs.Item{Renditions: []ninjs.Rendition{{Href: ninjs.URI(names.Draw(rt, "href"))}}}}}
		p.Into(&it, base)
		out, _, err := tidy.Article(format.Article{Item: it}, tidy.Settings{Provider: "p"})
		require.NoError(rt, err)
		data, err := ninjs.Encode(&out)
		require.NoError(rt, err)
		require.NoError(rt, localtest.NinjsError(t, data))
	})
}
