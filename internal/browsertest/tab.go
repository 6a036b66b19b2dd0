package browsertest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Tab is a tab that a visitor has open. It shares nothing with other tabs: no
// cookies, no cache. Whatever cannot be done in it fails the test.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	requests   []*Request
	complaints []string
}

// Request is something the browser asked a server for.
type Request struct {
	URL  string
	Kind string  // "Document", "Stylesheet", "Font", "Script", …
	Size float64 // of the answer as it was sent, headers too

	id    network.RequestID
	ended bool
}

// patience is how long the whole life of a tab may take.
const patience = 2 * time.Minute

// Open opens an empty tab, closed at the end of the test.
func Open(t testing.TB) *Tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browser(t), chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	tab := &Tab{t: t, ctx: ctx}
	tab.do() // the tab lives as long as the context of the first call, so that one has no limit
	limited, cancel := context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	tab.ctx = limited
	if err := chromedp.Listen(ctx, tab.note); err != nil {
		t.Fatal(err)
	}
	// Of several tabs only one has the focus. Each is to behave as if it had.
	call(tab, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	tab.Scheme("light")
	return tab
}

// do runs steps in the tab.
func (tab *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	if err := chromedp.Do(tab.ctx, steps...); err != nil {
		tab.t.Fatal(err)
	}
}

// get runs a step in the tab that yields something.
func get[T any](tab *Tab, step chromedp.Action[T]) T {
	tab.t.Helper()
	value, err := chromedp.Run(tab.ctx, step)
	if err != nil {
		tab.t.Fatal(err)
	}
	return value
}

// call gives the browser a command.
func call[P, R any](tab *Tab, command cdp.Command[P, R], params P) R {
	tab.t.Helper()
	result, err := chromedp.Call(tab.ctx, command, params)
	if err != nil {
		tab.t.Fatal(err)
	}
	return result
}

// note keeps what the browser asks for and what it complains of.
func (tab *Tab) note(ev any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if r := tab.request(ev.RequestID); r != nil && ev.RedirectResponse != nil {
			r.Size, r.ended = ev.RedirectResponse.EncodedDataLength, true
		}
		tab.requests = append(tab.requests, &Request{URL: ev.Request.URL, Kind: string(ev.Type), id: ev.RequestID})
	case *network.EventLoadingFinished:
		if r := tab.request(ev.RequestID); r != nil {
			r.Size, r.ended = ev.EncodedDataLength, true
		}
	case *network.EventResponseReceived:
		if r := tab.request(ev.RequestID); r != nil && r.Kind != document && ev.Response.Status >= 400 {
			tab.complaints = append(tab.complaints, fmt.Sprintf("%s is answered with %d", r.URL, ev.Response.Status))
		}
	case *network.EventLoadingFailed:
		if r := tab.request(ev.RequestID); r != nil {
			r.ended = true
			if !ev.Canceled {
				tab.complaints = append(tab.complaints, fmt.Sprintf("%s cannot be loaded: %s", r.URL, ev.ErrorText))
			}
		}
	case *log.EventEntryAdded:
		if tab.isComplaint(ev.Entry) {
			tab.complaints = append(tab.complaints, ev.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		tab.complaints = append(tab.complaints, "the page writes to the console")
	case *runtime.EventExceptionThrown:
		tab.complaints = append(tab.complaints, ev.ExceptionDetails.Text)
	}
}

// document is the kind of a request for a page.
const document = string(network.ResourceTypeDocument)

// request is what the browser has last asked for under an id, or nil. After a
// redirect it asks under the same.
func (tab *Tab) request(id network.RequestID) *Request {
	for _, r := range slices.Backward(tab.requests) {
		if r.id == id {
			return r
		}
	}
	return nil
}

// isComplaint tells errors and warnings from the rest. That a page itself is
// answered with an error status is no fault: pages may be.
func (tab *Tab) isComplaint(e *log.Entry) bool {
	if r := tab.request(e.NetworkRequestID); e.Source == log.EntrySourceNetwork && r != nil && r.Kind == document {
		return false
	}
	return e.Level == log.EntryLevelError || e.Level == log.EntryLevelWarning
}

// Requests are all the tab has asked for, in that order.
func (tab *Tab) Requests() []Request {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	var all []Request
	for _, r := range tab.requests {
		all = append(all, *r)
	}
	return all
}

// Loaded waits until all that the tab asked for has come, and returns it. It
// learns nothing of what stands in a frame that the browser shuts off.
func (tab *Tab) Loaded() []Request {
	tab.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		all := tab.Requests()
		if !slices.ContainsFunc(all, func(r Request) bool { return !r.ended }) {
			return all
		}
	}
	tab.t.Fatal("what the page asked for does not come")
	return nil
}

// Complaints are the errors and warnings of the browser, such as of what the
// page's own security policy forbids.
func (tab *Tab) Complaints() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return slices.Clone(tab.complaints)
}

// CookieValue is what a cookie of the page holds, also one that no script sees.
func (tab *Tab) CookieValue(name string) string {
	tab.t.Helper()
	for _, c := range call(tab, network.GetCookies, network.GetCookiesParams{}).Cookies {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// Cookies are the names of the cookies that the page would be sent, also of
// those that no script sees.
func (tab *Tab) Cookies() []string {
	tab.t.Helper()
	var names []string
	for _, c := range call(tab, network.GetCookies, network.GetCookiesParams{}).Cookies {
		names = append(names, c.Name)
	}
	return names
}
