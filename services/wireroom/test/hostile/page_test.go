package hostile

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// pageRows push documents that are costly to parse.
func pageRows() []row {
	const html = "text/html"
	const takedown = `<meta name="pubStatus" content="canceled">`
	ten := func(body []byte) func(context.Context, *scene) (string, error) {
		return func(ctx context.Context, s *scene) (string, error) { return s.atOnce(ctx, html, body, 10) }
	}
	rows := []row{
		{name: "HTML of 4 MB, all comments", attack: one(html, page("", comments))},
		{name: "HTML of 4 MB, 380,000 attributes", attack: one(html, page("", attributes))},
		{name: "ten of HTML with 4 MB of comments and `canceled` in front", attack: ten(page(takedown, comments)), limit: 2 * time.Minute},
		{name: "ten of HTML with 380,000 attributes and `canceled` in front", attack: ten(page(takedown, attributes)), limit: 2 * time.Minute, long: true},
		{name: "HTML of 38,000 paragraphs, 1, 2 and 4 MB", attack: paragraphs, limit: 2 * time.Minute},
		{name: "HTML of 4 MB, 300,000 elements in each other", attack: one(html, page("", func() string { return strings.Repeat("<b>", 1<<20) })), long: true},
		{name: "XML of 4 MB, 380,000 attributes", attack: one("application/xml", []byte("<nitf"+attributes()[len("<p"):]+"</nitf>")), long: true},
		{name: "JSON of 4 MB, nested", attack: one(ninjs, []byte(strings.Repeat("[", maxBody))), long: true},
	}
	return append(rows, row{name: "gzip that inflates to 1 GB", attack: bomb, long: true})
}

func page(head string, body func() string) []byte {
	text := "<html><head>" + head + "<title>A page</title></head><body>" + body()
	return []byte(text[:min(len(text), maxBody-100)] + "<p>The one sentence of this page.</p></body></html>")
}

func comments() string { return strings.Repeat("<!---->", maxBody/7) }

func attributes() string {
	var b strings.Builder
	b.WriteString("<p")
	for i := range 380_000 {
		fmt.Fprintf(&b, ` a%06d=""`, i)
		if b.Len() > maxBody-300 {
			break
		}
	}
	return b.String() + ">"
}

func one(contentType string, body []byte) func(context.Context, *scene) (string, error) {
	return func(ctx context.Context, s *scene) (string, error) {
		o, err := s.deliver(ctx, contentType, body)
		return saw(o), err
	}
}

// atOnce pushes copies of body at the same time, each of which differs.
func (s *scene) atOnce(ctx context.Context, contentType string, body []byte, copies int) (string, error) {
	g, ctx := errgroup.WithContext(ctx)
	outcomes := make([]outcome, copies)
	for i := range copies {
		g.Go(func() error {
			var err error
			outcomes[i], err = s.deliver(ctx, contentType, fmt.Appendf(bytes.Clone(body), "<!-- %d -->", i))
			return err
		})
	}
	err := g.Wait()
	return fmt.Sprint(outcomes), err
}

// slowest is how long one page may take, the wait for the receipt included.
const slowest = 15 * time.Second

func paragraphs(ctx context.Context, s *scene) (string, error) {
	var saw []string
	for _, size := range []int{1 << 20, 2 << 20, maxBody - 1000} {
		began := time.Now()
		var b strings.Builder
		b.WriteString("<html><head><title>A page</title></head><body>")
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, "<p>Paragraph %d of a page that has very many of them, each of which is of about this length, no more.</p>", i)
		}
		b.WriteString("</body></html>")
		o, err := s.deliver(ctx, "text/html", []byte(b.String()))
		took := time.Since(began)
		saw = append(saw, fmt.Sprintf("%d MB %.1f s %s", (size+2000)>>20, took.Seconds(), o))
		if err != nil {
			return strings.Join(saw, ", "), err
		}
		if took > slowest {
			return strings.Join(saw, ", "), fmt.Errorf("a page took %s", took.Round(time.Second))
		}
	}
	return strings.Join(saw, ", "), nil
}

// bomb expects a refusal at once.
func bomb(ctx context.Context, s *scene) (string, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range 1 << 10 {
		_, _ = z.Write(make([]byte, 1<<20))
	}
	_ = z.Close()
	_, status, err := s.pushPacked(ctx, b.Bytes())
	if err == nil && status < 400 {
		err = fmt.Errorf("the push is answered with %d", status)
	}
	return fmt.Sprint(status), err
}
