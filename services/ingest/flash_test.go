package ingest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestWhoMarksEverythingUrgentLosesTheFlashLane(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	subject := func(provider, body string) (string, string) {
		m := d.raw(d.push(provider, body).delivery(t))
		return m.Subject, m.Header.Get(contract.HeaderFlashLimited)
	}
	const flash, kill = `{"uri":"urn:x","urgency":1}`, `{"uri":"urn:x","pubStatus":"canceled"}`
	lanes := map[string]int{}
	for range 40 { // the configuration of open has a burst of 30 and next to no rate
		s, limited := subject("acme", flash)
		lanes[strings.Split(s, ".")[1]]++
		require.Equal(t, strings.HasPrefix(s, "raw.wire."), limited == "true")
	}
	require.Equal(t, map[string]int{"flash": 30, "wire": 10}, lanes)
	s, _ := subject("acme", kill)
	require.Equal(t, "raw.flash.acme", s, "a takedown waits for nobody")
	s, _ = subject("nord", flash)
	require.Equal(t, "raw.flash.nord", s, "another provider is not held up")
	require.Contains(t, metrics(d), `wireroom_ingest_flash_limited_total{provider="acme",service="ingest"} 10`)
}
