package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil))
	return b.Bytes()
}

// mail is one with a picture in it, and a program that nobody wants.
func mail(jpg []byte) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf(`From: Desk <desk@fjord.example>
Subject: Lighthouse painted red
Date: Mon, 4 May 2026 10:00:00 +0200
Message-ID: <lighthouse@fjord.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

The lighthouse is red again, after a week of paint and wind.
--b
Content-Type: image/jpeg; name=light.jpg
Content-Transfer-Encoding: base64

%s
--b
Content-Type: application/x-msdownload; name=setup.exe
Content-Transfer-Encoding: base64

TVqQAAMAAAAEAAAA
--b--
`, base64.StdEncoding.EncodeToString(jpg)), "\n", "\r\n"))
}

func TestAPictureHasAnAddressUntilItsArticleIsKilled(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	jpg := picture(t)
	a := push(t, r, mail(jpg), "message/rfc822").Articles[0]
	require.Equal(t, contract.Published, a.Outcome, a.Error)
	require.Contains(t, strings.Join(a.Notes, "\n"), "setup.exe", "what is not wanted is named in the receipt")

	var item ninjs.Item
	require.NoError(t, json.Unmarshal(w.on(t, a.Subject, a.Delivery).Data, &item))
	require.Len(t, item.Associations, 1)
	rendition := item.Associations[0].Renditions[0]
	require.Equal(t, []int{40, 30}, []int{rendition.Width, rendition.Height})
	require.True(t, strings.HasPrefix(string(rendition.Href), r.Publish+contract.MediaPath(a.Article)), rendition.Href)
	got, status := fetch(t, string(rendition.Href))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, jpg, got)
	_, status = fetch(t, strings.Replace(string(rendition.Href), a.Article, idOf("other"), 1))
	require.Equal(t, http.StatusNotFound, status)

	kill, err := json.Marshal(map[string]any{"uri": a.URI, "pubStatus": "canceled"})
	require.NoError(t, err)
	require.Equal(t, contract.Kill, push(t, r, kill, "application/json").Articles[0].Signal)
	_, status = fetch(t, string(rendition.Href))
	require.Equal(t, http.StatusGone, status)
	store, err := r.JetStream().ObjectStore(t.Context(), contract.BucketMedia)
	require.NoError(t, err)
	localtest.Eventually(t, 10*time.Second, func() error {
		_, err := store.GetInfo(t.Context(), contract.MediaName(a.Article, string(rendition.Href)[strings.LastIndexByte(string(rendition.Href), '/')+1:]))
		if err == nil {
			return fmt.Errorf("the picture is still stored")
		}
		return nil
	})
}

// A version that is held behind a takedown comes back with its picture, also where it
// is the one that was taken down.
func TestAHeldVersionKeepsItsPictureThroughATakedown(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	send := func(number int, fields map[string]any) contract.Receipt {
		text := fmt.Sprintf("--b\r\nContent-Type: application/json\r\n\r\n%s\r\n--b\r\nContent-Type: image/jpeg\r\n\r\n%s\r\n--b--\r\n", version("pictured", number, fields), picture(t))
		return push(t, r, []byte(text), "multipart/mixed; boundary=b").Articles[0]
	}
	first := send(1, nil)
	require.Equal(t, contract.Published, first.Outcome)
	var item ninjs.Item
	body, _ := fetch(t, r.Publish+"/v1/articles/"+first.Article)
	require.NoError(t, json.Unmarshal(body, &item))
	href := string(item.Associations[0].Renditions[0].Href)
	until := time.Now().Add(4 * time.Second).UTC().Format(time.RFC3339)
	require.Equal(t, contract.Held, send(3, map[string]any{"embargoedUntil": until}).Outcome)
	require.Equal(t, contract.Kill, push(t, r, version("pictured", 2, map[string]any{"pubStatus": "withheld"}), "application/json").Articles[0].Signal)
	require.Equal(t, http.StatusGone, status(t, href))
	localtest.Eventually(t, 30*time.Second, func() error {
		if code := status(t, r.Publish+"/v1/articles/"+first.Article); code != http.StatusOK {
			return fmt.Errorf("the article answers %d", code)
		}
		return nil
	})
	require.Equal(t, http.StatusOK, status(t, href))
}

func fetch(t *testing.T, url string) ([]byte, int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return data, resp.StatusCode
}
