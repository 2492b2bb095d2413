package ingest_test

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
)

func TestAPushIsStoredAsItCame(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	const doc = "{\"uri\":\"urn:x\",\r\n \"urgency\":1} \xff\x00"
	id := d.push("acme", doc, "Content-Type", "application/json; charset=x-odd", "Content-Disposition", `attachment; filename="../in/wire 1.json"`,
		"Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").delivery(t)
	msg := d.raw(id)
	require.Equal(t, doc, string(msg.Data))
	require.Equal(t, "raw.flash.acme", msg.Subject)
	h := msg.Header
	life, _, err := contract.ParseDeliveryID(id)
	require.NoError(t, err)
	for name, want := range map[string]string{
		contract.HeaderSpecVersion: "1.0", contract.HeaderCESource: "/wireroom/acme", contract.HeaderCEType: "wireroom.raw",
		contract.HeaderProvider: "acme", contract.HeaderLane: "flash", contract.HeaderIncarnation: life,
		contract.HeaderContentType: "application/json; charset=x-odd", contract.HeaderFileName: "wire 1.json",
		contract.HeaderCETime: h.Get(contract.HeaderReceivedAt), contract.HeaderMsgID: "",
		contract.HeaderTraceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	} {
		require.Equal(t, want, h.Get(name), name)
	}
	require.Len(t, h.Get(contract.HeaderBodyHash), 64)
	require.NotEmpty(t, h.Get(contract.HeaderCEID))
	at, err := time.Parse(time.RFC3339Nano, h.Get(contract.HeaderReceivedAt))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), at, time.Minute)
}

func TestWhatAProviderDeclaresCanSetNoHeader(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	name := "a%0D%0AWireroom-Provider:%20nord%0D%0A.xml"
	byQuery := d.ask("POST", "/v1/wire/acme?file="+name, strings.NewReader("x"), "Authorization", "Bearer key-of-acme").delivery(t)
	byHeader := d.push("acme", "x", "Content-Disposition", "attachment; filename*=UTF-8''"+strings.ReplaceAll(name, ":", "%3A")).delivery(t)
	for _, id := range []string{byQuery, byHeader} {
		h := d.raw(id).Header
		require.Equal(t, []string{"acme"}, h[contract.HeaderProvider])
		require.Equal(t, "aWireroom-Provider: nord.xml", h.Get(contract.HeaderFileName))
	}
}

func TestLanes(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	for _, c := range []struct{ provider, doc, header, want string }{
		{"acme", `{"urgency":1}`, "", "flash"},
		{"acme", `{"urgency":1}`, "wire", "wire"},
		{"acme", `{"urgency":1}`, "bulk", "bulk"},
		{"acme", `{"urgency":4}`, "flash", "wire"},
		{"acme", `{"urgency":8}`, "wire", "bulk"},
		{"acme", `{"pubStatus":"canceled"}`, "bulk", "flash"},
		{"filler", `{"urgency":1}`, "", "bulk"},
		{"filler", `{"pubStatus":"canceled"}`, "", "flash"},
	} {
		var headers []string
		if c.header != "" {
			headers = []string{"Wireroom-Lane", c.header}
		}
		msg := d.raw(d.push(c.provider, c.doc, headers...).delivery(t))
		require.Equal(t, "raw."+c.want+"."+c.provider, msg.Subject, c)
		require.Equal(t, c.want, msg.Header.Get(contract.HeaderLane))
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	id := d.push("acme", pack(t, "hello"), "Content-Encoding", "gzip", "Idempotency-Key", "k").delivery(t)
	require.Equal(t, "hello", string(d.raw(id).Data))
	require.Equal(t, id, d.push("acme", "hello", "Idempotency-Key", "k").delivery(t), "the same document, packed or not")
	require.Equal(t, "hello", string(d.raw(d.push("acme", "hello", "Content-Encoding", "identity").delivery(t)).Data))
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	long, bomb := strings.Repeat("x", 101), pack(t, strings.Repeat("x", 8<<20))
	for name, c := range map[string]struct {
		provider, body string
		headers        []string
		code           int
		kind           string
	}{
		"no credentials":      {"acme", "x", []string{"Authorization", ""}, 401, "unauthenticated"},
		"another scheme":      {"acme", "x", []string{"Authorization", "Basic x"}, 401, "unauthenticated"},
		"unknown key":         {"acme", "x", []string{"Authorization", "Bearer nobody"}, 401, "unauthenticated"},
		"hash as a key":       {"acme", "x", []string{"Authorization", "Bearer sha256:00"}, 401, "unauthenticated"},
		"key of another":      {"acme", "x", []string{"Authorization", "Bearer key-of-nord"}, 403, "forbidden"},
		"unknown provider":    {"ghost", "x", []string{"Authorization", "Bearer key-of-nord"}, 403, "forbidden"},
		"no provider id":      {"A%20B", "x", []string{"Authorization", "Bearer key-of-nord"}, 403, "forbidden"},
		"too large":           {"small", long, nil, 413, "too-large"},
		"inflates too large":  {"small", pack(t, long), []string{"Content-Encoding", "gzip"}, 413, "too-large"},
		"bomb":                {"acme", bomb, []string{"Content-Encoding", "gzip"}, 413, "too-large"},
		"over the default":    {"acme", strings.Repeat("x", 4<<20+1), nil, 413, "too-large"},
		"brotli":              {"acme", "x", []string{"Content-Encoding", "br"}, 415, "content-encoding"},
		"two encodings":       {"acme", "x", []string{"Content-Encoding", "gzip, gzip"}, 415, "content-encoding"},
		"not gzip":            {"acme", "x", []string{"Content-Encoding", "gzip"}, 422, "unreadable-body"},
		"half of gzip":        {"acme", bomb[:200], []string{"Content-Encoding", "gzip"}, 422, "unreadable-body"},
		"empty":               {"acme", "", nil, 422, "empty"},
		"blank":               {"acme", " \r\n\t", nil, 422, "empty"},
		"empty gzip":          {"acme", pack(t, ""), []string{"Content-Encoding", "gzip"}, 422, "empty"},
		"empty key":           {"acme", "x", []string{"Idempotency-Key", ""}, 422, "bad-header"},
		"long key":            {"acme", "x", []string{"Idempotency-Key", strings.Repeat("k", 256)}, 422, "bad-header"},
		"key not ASCII":       {"acme", "x", []string{"Idempotency-Key", "schlüssel"}, 422, "bad-header"},
		"unknown lane":        {"acme", "x", []string{"Wireroom-Lane", "fast"}, 422, "bad-header"},
		"syntax of signature": {"acme", "x", []string{"Authorization", "", "Wireroom-Signature", "v1=00"}, 401, "unauthenticated"},
	} {
		t.Run(name, func(t *testing.T) {
			r := d.push(c.provider, c.body, c.headers...)
			require.Equal(t, c.code, r.code, string(r.body))
			require.Equal(t, "urn:wireroom:problem:"+c.kind, r.problem.Type)
			require.Equal(t, c.code, r.problem.Status)
			require.NotEmpty(t, r.problem.Title)
			require.NotEmpty(t, r.problem.Detail)
			require.NotContains(t, string(r.body), "key-of-", "no answer repeats a key")
			if c.code == 401 {
				require.Equal(t, `Bearer realm="wireroom"`, r.header.Get("WWW-Authenticate"))
			}
			if c.code == 415 {
				require.Equal(t, "gzip", r.header.Get("Accept-Encoding"))
			}
		})
	}
	require.Zero(t, d.stored(), "nothing that was refused is stored")
}

// Without a Content-Length nothing but the reading itself can tell the size.
func TestAStreamOfBytesIsBounded(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	r := d.ask("POST", "/v1/wire/small", io.MultiReader(strings.NewReader(strings.Repeat("x", 101))), "Authorization", "Bearer key-of-small")
	require.Equal(t, 413, r.code)
	id := d.ask("POST", "/v1/wire/small", io.MultiReader(strings.NewReader(strings.Repeat("x", 100))), "Authorization", "Bearer key-of-small").delivery(t)
	require.Len(t, d.raw(id).Data, 100)
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	d.push("slow", "1").delivery(t)
	for range 5 {
		require.Equal(t, 401, d.push("slow", "x", "Authorization", "Bearer nobody").code)
	}
	d.push("slow", "2").delivery(t) // what others tried took nothing of the rate
	r := d.push("slow", "3")
	require.Equal(t, 429, r.code)
	require.Equal(t, "urn:wireroom:problem:rate-limited", r.problem.Type)
	require.Equal(t, "100", r.header.Get("Retry-After"))
	d.push("acme", "3").delivery(t)
}

func TestSignedPushes(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	push := func(provider, body, signature string, more ...string) reply {
		return d.ask("POST", "/v1/wire/"+provider, strings.NewReader(body), append([]string{"Wireroom-Signature", signature}, more...)...)
	}
	now := time.Now()
	d.raw(push("acme", "hello", auth.Sign(secret, now, []byte("hello"))).delivery(t))
	push("acme", "hello", auth.Sign(secret, now.Add(-auth.Window+time.Minute), []byte("hello"))).delivery(t)
	push("acme", "hello", auth.Sign(secret, now.Add(auth.Window-time.Minute), []byte("hello"))).delivery(t)
	long := strings.Repeat("x", 101)
	require.Equal(t, 413, push("small", long, auth.Sign(secret, now, []byte(long))).code)
	require.Equal(t, 401, push("small", long, auth.Sign("another secret of some length", now, []byte(long))).code, "limits are told to their provider alone")
	packed := pack(t, "hello")
	id := push("acme", packed, auth.Sign(secret, now, []byte(packed)), "Content-Encoding", "gzip").delivery(t)
	require.Equal(t, "hello", string(d.raw(id).Data), "the bytes as they are sent are signed")
	for name, r := range map[string]reply{
		"too old":              push("acme", "hello", auth.Sign(secret, now.Add(-auth.Window-time.Minute), []byte("hello"))),
		"from the future":      push("acme", "hello", auth.Sign(secret, now.Add(auth.Window+time.Minute), []byte("hello"))),
		"another body":         push("acme", "hallo", auth.Sign(secret, now, []byte("hello"))),
		"another secret":       push("acme", "hello", auth.Sign("another secret of some length", now, []byte("hello"))),
		"no secret":            push("nord", "hello", auth.Sign(secret, now, []byte("hello"))),
		"unknown provider":     push("ghost", "hello", auth.Sign(secret, now, []byte("hello"))),
		"of the unpacked body": push("acme", packed, auth.Sign(secret, now, []byte("hello")), "Content-Encoding", "gzip"),
	} {
		require.Equal(t, 401, r.code, name)
	}
	require.EqualValues(t, 4, d.stored())
}

func TestIdempotency(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	first := d.push("acme", "hello", "Idempotency-Key", "k")
	require.Empty(t, first.header.Get("Idempotency-Replayed"))
	again := d.push("acme", "hello", "Idempotency-Key", "k")
	require.Equal(t, first.delivery(t), again.delivery(t))
	require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
	other := d.push("acme", "hallo", "Idempotency-Key", "k")
	require.Equal(t, 422, other.code)
	require.Equal(t, "urn:wireroom:problem:idempotency-key-reused", other.problem.Type)
	nord := d.push("nord", "hallo", "Idempotency-Key", "k")
	require.NotEqual(t, first.delivery(t), nord.delivery(t), "providers don't share keys")
	require.NotEqual(t, d.push("acme", "hello").delivery(t), d.push("acme", "hello").delivery(t), "without a key each push is a delivery")
	require.EqualValues(t, 4, d.stored())

	raw, err := d.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	require.NoError(t, raw.Purge(t.Context()))
	require.Equal(t, first.delivery(t), d.push("acme", "hello", "Idempotency-Key", "k").delivery(t), "also when RAW has been purged")
}

func TestTwentyAtOnceWithOneKeyAreOneDelivery(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	replies := make([]reply, 20)
	var all sync.WaitGroup
	for i := range replies {
		all.Go(func() {
			replies[i], _ = d.try("POST", "/v1/wire/acme", strings.NewReader("hello"), "Authorization", "Bearer key-of-acme", "Idempotency-Key", "k")
		})
	}
	all.Wait()
	fresh := 0
	for _, r := range replies {
		require.Equal(t, replies[0].delivery(t), r.delivery(t))
		if r.header.Get("Idempotency-Replayed") == "" {
			fresh++
		}
	}
	require.Equal(t, 1, fresh)
	require.EqualValues(t, 1, d.stored())
}

func TestOtherAddresses(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	require.Equal(t, 404, d.ask("GET", "/nowhere", nil).code)
	wrong := d.ask("GET", "/v1/wire/acme", nil)
	require.Equal(t, http.StatusMethodNotAllowed, wrong.code)
	require.Equal(t, "POST", wrong.header.Get("Allow"))
	require.Equal(t, "urn:wireroom:problem:method", wrong.problem.Type)
	index := d.ask("GET", "/", nil)
	require.Equal(t, 200, index.code)
	require.Contains(t, string(index.body), "/openapi.json")
}

func TestTheTypeThatCurlMakesUpIsNotBelieved(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	id := d.push("acme", "<nitf/>", "Content-Type", "application/x-www-form-urlencoded").delivery(t)
	require.NotContains(t, d.raw(id).Header, contract.HeaderContentType)
}

func TestABodyThatDoesNotCome(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /v1/wire/acme HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key-of-acme\r\nContent-Length: 10\r\n\r\nhalf")
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusRequestTimeout, resp.StatusCode)
	require.Zero(t, d.stored())
}

// Whoever sees a signed request can't make anything else of it.
func TestACaughtSignatureIsGoodForNothingElse(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	now := time.Now()
	body, signature := "version one", auth.Sign(secret, now, []byte("version one"))
	push := func(body, signature string, more ...string) reply {
		return d.ask("POST", "/v1/wire/acme", strings.NewReader(body), append([]string{auth.SignatureHeader, signature}, more...)...)
	}
	first := push(body, signature)
	require.NotEmpty(t, first.header.Get("Sunset"))
	require.NotEmpty(t, first.header.Get("Deprecation"))
	again := push(body, signature)
	require.Equal(t, first.delivery(t), again.delivery(t))
	require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
	for name, more := range map[string][]string{
		"key": {"Idempotency-Key", "the next one"}, "type": {"Content-Type", "text/html"}, "name": {"Content-Disposition", `attachment; filename="b.xml"`}, "lane": {contract.HeaderLane, "flash"},
	} {
		r := push(body, signature, more...)
		require.Equal(t, 409, r.code, name)
		require.Equal(t, "urn:wireroom:problem:signature-reused", r.problem.Type)
	}
	address := "/v1/deliveries/" + first.delivery(t)
	require.Equal(t, 401, push(address, auth.Sign(secret, now, []byte(address))).code, "a request without a body is no document")
	require.EqualValues(t, 1, d.stored())
}

func TestASignedMessageRepeatsItselfAndNothingElse(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	body := "version one"
	digest := sha256.Sum256([]byte(body))
	headers := []string{"Content-Type", "text/plain", auth.ContentDigest, "sha-256=:" + base64.StdEncoding.EncodeToString(digest[:]) + ":"}
	params := fmt.Sprintf(`("@method" "@request-target" "content-type" "content-digest");created=%d`, time.Now().Unix())
	mac := hmac.New(sha256.New, []byte(secret))
	_, err := fmt.Fprintf(mac, "\"@method\": POST\n\"@request-target\": /v1/wire/acme?file=a.txt\n\"content-type\": text/plain\n\"content-digest\": %s\n\"@signature-params\": %s", headers[3], params)
	require.NoError(t, err)
	headers = append(headers, auth.MessageInput, "s="+params, auth.MessageSum, "s=:"+base64.StdEncoding.EncodeToString(mac.Sum(nil))+":")
	push := func(path string, more ...string) reply {
		return d.ask("POST", path, strings.NewReader(body), append(slices.Clone(headers), more...)...)
	}
	first := push("/v1/wire/acme?file=a.txt")
	require.Equal(t, "a.txt", d.raw(first.delivery(t)).Header.Get(contract.HeaderFileName))
	require.Empty(t, first.header.Get("Sunset"))
	require.Equal(t, first.delivery(t), push("/v1/wire/acme?file=a.txt").delivery(t))
	for name, r := range map[string]reply{
		"another name": push("/v1/wire/acme?file=b.txt"), "another key": push("/v1/wire/acme?file=a.txt", "Idempotency-Key", "k"),
		"another type": push("/v1/wire/acme?file=a.txt", "Content-Type", "text/html"), "another provider": push("/v1/wire/nord?file=a.txt"),
	} {
		require.Equal(t, 401, r.code, name)
	}
	require.EqualValues(t, 1, d.stored())
}
