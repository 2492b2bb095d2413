package ingest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/wireroom/wireroom/pkg/contract"
)

// BenchmarkPush has client, door and broker in one process: the door alone is
// faster.
func BenchmarkPush(b *testing.B) {
	d := open(b, contract.StreamOptions{})
	body := `{"uri":"urn:x","body_text":"` + strings.Repeat("A sentence of our own. ", 130) + `"}`
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	b.SetParallelism(32)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			req, _ := http.NewRequest(http.MethodPost, d.url+"/v1/wire/acme", strings.NewReader(body))
			req.Header.Set("Authorization", "Bearer key-of-acme")
			resp, err := client.Do(req)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			if resp.Body.Close(); resp.StatusCode != http.StatusAccepted {
				b.Errorf("answered %d", resp.StatusCode)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pushes/s")
}
