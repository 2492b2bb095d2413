package markup_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
)

// Where a picture's file is named beside src, and addresses that a browser would escape.
func TestPicturesAndAddresses(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<p>a <img src="data:image/gif;base64,R0" data-src="https://q.example/a.jpg"></p>`:                                                           `<p>a <img src="https://q.example/a.jpg"/></p>`,
		`<p>a <img src="https://q.example/blank.gif" data-original="https://q.example/a.jpg"></p>`:                                                   `<p>a <img src="https://q.example/a.jpg"/></p>`,
		`<p>a <img srcset="https://q.example/s.jpg 480w, https://q.example/l,1.jpg 800w"></p>`:                                                       `<p>a <img src="https://q.example/l,1.jpg"/></p>`,
		`<p>a <img data-srcset="https://q.example/1.jpg 1x, https://q.example/2.jpg 2x" src="https://q.example/1x1.png"></p>`:                        `<p>a <img src="https://q.example/2.jpg"/></p>`,
		`<p>a <img src="https://q.example/a.jpg" srcset="https://q.example/b.jpg 2x"></p>`:                                                           `<p>a <img src="https://q.example/a.jpg"/></p>`,
		`<p>a <noscript><img src="https://q.example/a.jpg"></noscript></p>`:                                                                          `<p>a <img src="https://q.example/a.jpg"/></p>`,
		`<p>a <img src="/1x1.png" data-src="https://q.example/a.jpg" alt="A"><noscript><img src="https://q.example/a.jpg" alt="A"></noscript></p>`:   `<p>a <img src="https://q.example/a.jpg" alt="A"/></p>`,
		`<noscript><img src="https://q.example/a.jpg"></noscript><img src="/1x1.png" data-src="https://q.example/a.jpg"><p>a</p>`:                    `<p><img src="https://q.example/a.jpg"/></p><p>a</p>`,
		`<figure><img data-src="https://q.example/a.jpg"></figure><noscript><figure><img src="https://q.example/a.jpg"></figure></noscript><p>a</p>`: `<figure><img src="https://q.example/a.jpg"/></figure><p>a</p>`,
		`<p><img src="https://q.example/a.jpg">a<img src="https://q.example/a.jpg"><img src="https://q.example/b.jpg"></p>`:                          `<p><img src="https://q.example/a.jpg"/>a<img src="https://q.example/a.jpg"/><img src="https://q.example/b.jpg"/></p>`,
		`<p>a <picture><source data-srcset="https://q.example/w.webp 800w"><img alt="A"></picture></p>`:                                              `<p>a <img src="https://q.example/w.webp" alt="A"/></p>`,
		`<p>a <picture><source srcset="https://q.example/w.webp"><img src="https://q.example/a.jpg"></picture></p>`:                                  `<p>a <img src="https://q.example/a.jpg"/></p>`,
		`<p>a <noscript>&lt;img src="https://q.example/a.jpg"&gt; b</noscript></p>`:                                                                  `<p>a <img src="https://q.example/a.jpg"/> b</p>`,
		`<p>a <noscript>1 &lt; 2</noscript> and &lt;img &gt;</p>`:                                                                                    `<p>a 1 &lt; 2 and &lt;img &gt;</p>`,
		`<p>a <img src="javascript:x" data-src="javascript:y"></p>`:                                                                                  `<p>a</p>`,
		`<p><a href="https://q.example/l?f[0]=a|b c">x</a></p>`:                                                                                      `<p><a href="https://q.example/l?f%5B0%5D=a%7Cb%20c">x</a></p>`,
		`<p><a href="https://hafen-süd.example/ä">x</a></p>`:                                                                                         `<p><a href="https://xn--hafen-sd-d6a.example/%C3%A4">x</a></p>`,
	} {
		require.Equal(t, want, markup.Clean(source, false).XHTML, source)
	}
}
