package hostile

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// maxBody is the largest push by default, in bytes.
const maxBody = 4 << 20

// feedRows push deliveries of very many, very small articles or parts.
func feedRows() []row {
	kinds := []struct {
		name, contentType, head, item, between, tail string
	}{
		{"an RSS feed of 4 MB, 100,000 items and more", "application/rss+xml", `<rss version="2.0"><channel><title>t</title>`, `<item><title>%d</title></item>`, "", `</channel></rss>`},
		{"a JSON feed of 4 MB, 100,000 items and more", "application/feed+json", `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[`, `{"id":"%d","title":"a"}`, ",", `]}`},
		{"an Atom feed of 4 MB, 70,000 entries and more", "application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>`, `<entry><id>%d</id><title>a</title></entry>`, "", `</feed>`},
		{"ninjs of 4 MB, 50,000 articles and more", ninjs, "", `{"uri":"urn:x:%d","headline":"a","body_text":"b"}`, "\n", ""},
		{"NewsML-G2 of 4 MB, 60,000 items and more", "application/xml", `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>`, `<newsItem guid="%d" version="1"><itemMeta/></newsItem>`, "", `</itemSet></newsMessage>`},
		{"a multipart push of 4 MB, 80,000 parts and more", "multipart/mixed; boundary=b", "", "--b\r\nContent-Type: text/plain\r\n\r\n%d\r\n", "", "--b--\r\n"},
	}
	rows := make([]row, 0, len(kinds)+1)
	for i, k := range kinds {
		rows = append(rows, row{name: k.name, long: i > 1, attack: func(ctx context.Context, s *scene) (string, error) {
			o, err := s.deliver(ctx, k.contentType, fill(k.head, k.item, k.between, k.tail))
			return saw(o), err
		}})
	}
	return append(rows, row{name: "three RSS feeds of 9,000 items", attack: threeFeeds})
}

// fill repeats item, with a number in it, until the document is as large as it may be.
func fill(head, item, between, tail string) []byte {
	var b bytes.Buffer
	b.WriteString(head)
	for i := 100_000; b.Len() < maxBody-len(tail)-len(item)-20; i++ {
		if i > 100_000 {
			b.WriteString(between)
		}
		fmt.Fprintf(&b, item, i)
	}
	b.WriteString(tail)
	return b.Bytes()
}

// feed has count small items whose numbers begin at first.
func feed(first, count int) []byte {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>t</title>`)
	for i := range count {
		fmt.Fprintf(&b, `<item><guid>g%d</guid><title>item %d</title></item>`, first+i, first+i)
	}
	b.WriteString(`</channel></rss>`)
	return []byte(b.String())
}

// threeFeeds is within every bound; it must not stand in anybody's way. That they are all
// accepted is all that is asked of them here: what becomes of them may take longer.
func threeFeeds(ctx context.Context, s *scene) (string, error) {
	for i := range 3 {
		if _, err := s.pushUntil(ctx, hostile, "application/rss+xml", feed(i*9000, 9000)); err != nil {
			return "", err
		}
	}
	for range 10 {
		pause(ctx, patience/30)
	}
	return "accepted", nil
}

func saw(o outcome) string { return fmt.Sprintf("%s, status of %d kB", o, o.size>>10) }
