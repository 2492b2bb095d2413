package page

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// keep keeps pictures of the present page, for people to look at: wide, on a phone, in the
// dark. Only where WIREROOM_SCREENSHOTS names a folder.
func (b *browser) keep(name string) {
	b.t.Helper()
	folder := os.Getenv("WIREROOM_SCREENSHOTS")
	if folder == "" {
		return
	}
	require.NoError(b.t, os.MkdirAll(folder, 0o750))
	for _, v := range []struct {
		name          string
		width, height int64
		scheme        string
	}{{"wide", 1280, 900, "light"}, {"phone", 390, 844, "light"}, {"dark", 1280, 900, "dark"}} {
		b.do(chromedp.EmulateViewport(v.width, v.height))
		b.prefer(v.scheme)
		picture := run(b, chromedp.FullScreenshot(100))
		require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+"-"+v.name+".png"), picture, 0o600))
	}
	b.do(chromedp.EmulateReset())
	b.prefer("light")
}

// prefer sets the scheme of colours that the browser's user prefers.
func (b *browser) prefer(scheme string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
}
