package email

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatAMailHidesIsNoText(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<div style="display:none;max-height:0">Preview</div><p>Fire on the pier.</p>`:   `<p>Fire on the pier.</p>`,
		`<SPAN STYLE='color:#fff; DISPLAY : None !important'>Preview</SPAN><p>Fire.</p>`: `<p>Fire.</p>`,
		`<div hidden>a<div>b</div>c</div><p>Fire.</p>`:                                   `<p>Fire.</p>`,
		`<p>Fire.</p><p style="visibility:hidden">x</p><p>Out.</p>`:                      `<p>Fire.</p><p>Out.</p>`,
		`<p style="display:block">Fire.</p>`:                                             `<p style="display:block">Fire.</p>`,
		`<div style="display:none">All that there is</div>`:                              `<div style="display:none">All that there is</div>`,
		`<div style="display:none">never closed <p>Fire.</p>`:                            `<div style="display:none">never closed <p>Fire.</p>`,
		`<p class="hidden">Fire.</p><p data-hidden="1" title="display:none">Out.</p>`:    `<p class="hidden">Fire.</p><p data-hidden="1" title="display:none">Out.</p>`,
	} {
		var m message
		require.Equal(t, want, m.withoutHidden(source))
	}
}
