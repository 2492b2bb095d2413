package hostile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
)

// newsRows break rules of news.
func newsRows() []row {
	var rows []row
	for i, until := range []string{"9999-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "2500-06-01T12:00:00+02:00"} {
		rows = append(rows, row{name: "embargo until " + until[:4], long: i > 0, attack: func(ctx context.Context, s *scene) (string, error) {
			return s.embargo(ctx, until)
		}})
	}
	return append(rows, row{name: "23 versions of one article, 42 new pictures in each", attack: versions, limit: 2 * time.Minute})
}

const ninjs = "application/json"

func story(name string, fields map[string]any) []byte {
	item := map[string]any{
		"uri": uriOf(name), "type": "text", "language": "en", "urgency": 4,
		"headlines": []map[string]string{{"value": "Headline of " + name}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": "This is the text of " + name + ". It has two sentences."}},
	}
	maps.Copy(item, fields)
	data, _ := json.Marshal(item)
	return data
}

// uriOf has no spaces: they would be written as %20, and name another article.
func uriOf(name string) string { return "urn:example:hostile:" + strings.ReplaceAll(name, " ", "-") }

func articleOf(name string) string { return contract.ArticleID(hostile, uriOf(name)) }

// embargo expects that what lies so far ahead is not published, is said to be so, and can
// be followed by a version without embargo.
func (s *scene) embargo(ctx context.Context, until string) (string, error) {
	o, err := s.deliver(ctx, ninjs, story("embargo", map[string]any{"version": "1", "embargoedUntil": until}))
	if err != nil {
		return "", err
	}
	pause(ctx, 3*time.Second)
	js, err := s.jetStream()
	if err != nil {
		return "", err
	}
	news, err := js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return "", err
	}
	if m, err := news.GetLastMsgForSubject(ctx, "news."+articleOf("embargo")+".>"); err == nil && !takenDown(m) {
		return o.String(), fmt.Errorf("it is on NEWS before its time: %s", m.Subject)
	} else if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return "", err
	}
	if len(o.Articles) != 1 || o.Articles[0].Outcome == contract.Published && o.Articles[0].Signal != contract.Kill || o.Articles[0].Reason == "" {
		return o.String(), errors.New("the receipt does not say that it is withheld, and why")
	}
	next, err := s.deliver(ctx, ninjs, story("embargo", map[string]any{"version": "2"}))
	if err != nil {
		return o.String(), err
	}
	if len(next.Articles) != 1 || next.Articles[0].Outcome != contract.Published {
		return o.String(), fmt.Errorf("a later version without embargo is not published: %s", next)
	}
	return o.String(), nil
}

// takenDown reports whether a message has no body for readers.
func takenDown(m *jetstream.RawStreamMsg) bool { return strings.Contains(m.Subject, ".kill.") }

// perVersion makes 966 pictures of 23 versions: fewer than an article may have, and more
// than a header of 64 KiB has room for.
const perVersion = 42

func versions(ctx context.Context, s *scene) (string, error) {
	seen := map[string]int{}
	for i := range 23 {
		o, err := s.deliver(ctx, "multipart/mixed; boundary=b", pictured(i))
		if err != nil {
			return fmt.Sprint(seen), fmt.Errorf("version %d: %w", i+1, err)
		}
		for _, a := range o.Articles {
			seen[fmt.Sprintf("%s %s", a.Outcome, a.Reason)]++
			if a.Outcome != contract.Published {
				return fmt.Sprint(seen), fmt.Errorf("version %d is %s: %s %s", i+1, a.Outcome, a.Reason, a.Error)
			}
		}
	}
	o, err := s.deliver(ctx, ninjs, story("after the pictures", nil))
	if err == nil && (len(o.Articles) != 1 || o.Articles[0].Outcome != contract.Published) {
		err = fmt.Errorf("the next article is not published: %s", o)
	}
	return fmt.Sprint(seen)[len("map"):], err
}

// pictured is a version with perVersion pictures that no other version has.
func pictured(number int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "--b\r\nContent-Type: application/json\r\n\r\n%s", story("pictured", map[string]any{"version": fmt.Sprint(number + 1), "slugline": fmt.Sprint(number)}))
	for i := range perVersion {
		img := image.NewGray(image.Rect(0, 0, 40, 30))
		img.Set(1, 1, color.Gray{Y: uint8(100 + number)})
		img.Set(20, 20, color.Gray{Y: uint8(5 * i)})
		fmt.Fprintf(&b, "\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=picture-%d-%d.jpg\r\n\r\n", number, i)
		_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 100})
	}
	b.WriteString("\r\n--b--\r\n")
	return b.Bytes()
}
