package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/figure"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/style.css assets/page.js assets/icon.svg assets/land.txt
var assetFiles embed.FS

// templates are the pages by their names, each within the layout.
type templates struct {
	pages map[string]*template.Template
	land  string
}

func parse() (*templates, error) {
	land, err := assetFiles.ReadFile("assets/land.txt")
	if err != nil {
		return nil, err
	}
	t := &templates{pages: map[string]*template.Template{}, land: strings.TrimSpace(string(land))}
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		base := path.Base(name)
		if base == "layout.html" || base == "parts.html" {
			continue
		}
		page, err := template.New("layout.html").Funcs(functions()).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html", name)
		if err != nil {
			return nil, fmt.Errorf("read the template %s: %w", name, err)
		}
		t.pages[strings.TrimSuffix(base, ".html")] = page
	}
	return t, nil
}

func functions() template.FuncMap {
	return template.FuncMap{
		"stamp": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"clock": func(t time.Time) string { return t.UTC().Format(time.TimeOnly) },
		"day":   func(t time.Time) string { return t.UTC().Format("2 January 2006") },
		"took":  figure.Took,
		"bytes": func(n any) string { return number(n, figure.Bytes[int64]) },
		"count": func(n any) string { return number(n, figure.Count[int64]) },
		"plural": func(n any, word string) string {
			return number(n, func(n int64) string { return figure.Plural(n, word) })
		},
		"topic": topicName,
	}
}

// number writes any integer.
func number(n any, write func(int64) string) string {
	i, err := strconv.ParseInt(fmt.Sprint(n), 10, 64)
	if err != nil {
		return fmt.Sprint(n)
	}
	return write(i)
}

func topicName(slug string) string {
	for _, t := range contract.Topics() {
		if t.Slug == slug {
			return t.Name
		}
	}
	return slug
}

// frame is what the layout shows around a page.
type frame struct {
	Title  string
	Here   string // the part of the page that it belongs to
	Who    string // who has signed in; empty for nobody
	Works  bool   // an operator
	SignIn bool   // there is something to sign in for
	Now    time.Time
	Page   any
}

func (p *Page) frame(r *http.Request, here, title string, page any) frame {
	s, ok := p.session(r)
	f := frame{Title: title, Here: here, SignIn: p.Consumers != nil || p.Operators != nil, Now: p.Clock(), Page: page}
	if ok {
		f.Who, f.Works = s.ID, s.Operator
	}
	return f
}

// show writes a page; what a template can't do becomes an error before anything is sent.
func (p *Page) show(w http.ResponseWriter, r *http.Request, status int, name string, f frame) {
	var b bytes.Buffer
	if err := p.templates.pages[name].Execute(&b, f); err != nil {
		p.Log.Error("page not written", zap.String("page", name), zap.Error(err))
		http.Error(w, "The page can't be written.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Cookie, Authorization, Accept")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes()) // a reader that has gone away is told nothing
	}
}

// fault is what an error page says.
type fault struct {
	Title, Text string
	Again       bool // it passes by itself
}

func (p *Page) fail(w http.ResponseWriter, r *http.Request, status int, title, text string) {
	f := fault{Title: title, Text: text, Again: status == http.StatusServiceUnavailable}
	if f.Again {
		w.Header().Set("Retry-After", "2")
	}
	p.show(w, r, status, "fault", p.frame(r, "", title, f))
}

// asset serves the stylesheet and the script.
func (p *Page) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	data, err := assetFiles.ReadFile("assets/" + name)
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	kind := types[path.Ext(name)]
	if err != nil || kind == "" {
		p.fail(w, r, http.StatusNotFound, "Nothing there", "There is nothing at this address.")
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	sum := sha256.Sum256(data)
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}
