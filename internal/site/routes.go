package site

import (
	"github.com/labstack/echo/v4"

	"samling/internal/web"
)

// routes is every address of the public site.
func (s *server) routes(e *echo.Echo, signupsPerMinute int) {
	public, private := s.Cached(), web.NoStore
	signups, letters := web.Limit(signupsPerMinute), web.Limit(min(signupsPerMinute, findsPerMinute))
	files := s.ReadFiles(s.filesRoom)

	e.GET("/", s.home, public)
	e.GET("/e/:slug", s.event, public)
	e.GET("/e/:slug/event.ics", s.eventCalendar, public)
	e.GET("/e/:slug/preview/:code", s.preview, private)
	e.GET("/e/:slug/register", s.register, private)
	e.POST("/e/:slug/register", s.submitRegister, private, signups, files)
	e.GET("/e/:slug/late/:id/:code", s.register, private)
	e.POST("/e/:slug/late/:id/:code", s.submitRegister, private, signups, files)
	e.GET("/e/:slug/invited", s.invited, private)
	e.POST("/e/:slug/invited", s.submitCode, private, web.Limit(codesPerMinute))
	e.GET("/e/:slug/invited/:invite/:code", s.register, private)
	e.POST("/e/:slug/invited/:invite/:code", s.submitRegister, private, signups, files)
	s.TakesFiles("/e/:slug/register", "/e/:slug/late/:id/:code", "/e/:slug/invited/:invite/:code",
		"/r/:reference/:code/edit")
	e.GET("/e/:slug/receipt/:key", s.receipt, private)
	e.GET("/e/:slug/receipt/:key/address", s.receiptAddress, private)
	e.POST("/e/:slug/receipt/:key/address", s.submitReceiptAddress, private, letters)

	e.GET("/r/:reference/:code", s.own, private)
	e.GET("/r/:reference/:code/event.ics", s.ownCalendar, private)
	e.GET("/r/:reference/:code/files/:question", s.ownFile, private)
	e.GET("/r/:reference/:code/cancel", s.cancel, private)
	e.POST("/r/:reference/:code/cancel", s.submitCancel, private)
	e.GET("/r/:reference/:code/edit", s.edit, private)
	e.POST("/r/:reference/:code/edit", s.submitEdit, private, signups, files)
	e.GET("/r/:reference/:code/verify", s.verify, private)
	e.POST("/r/:reference/:code/verify", s.submitVerify, private)
	e.GET("/r/:reference/:code/offer", s.offer, private)
	e.POST("/r/:reference/:code/offer", s.submitOffer, private)
	e.GET("/r/:reference/:code/address", s.address, private)
	e.POST("/r/:reference/:code/address", s.submitAddress, private, letters)
	e.GET("/r/:reference/:code/hand-over", s.handOver, private)
	e.POST("/r/:reference/:code/hand-over", s.submitHandOver, private, letters)
	e.GET("/r/:reference/:code/join", s.join, private)
	e.POST("/r/:reference/:code/join", s.submitJoin, private)
	e.GET("/r/:reference/:code/data", s.data, private)
	e.GET("/r/:reference/:code/data.json", s.dataJSON, private)
	e.GET("/r/:reference/:code/data.txt", s.dataText, private)
	e.GET("/find/moved", s.moved, private)
	e.GET("/find/handed-over", s.handedOver, private)
	e.GET("/g/:id/:code", s.group, private)
	e.GET("/g/:id/:code/add", s.addMember, private)
	e.POST("/g/:id/:code/add", s.submitAddMember, private, signups)
	e.GET("/g/:id/:code/cancel/:person", s.cancelMember, private)
	e.POST("/g/:id/:code/cancel/:person", s.submitCancelMember, private)
	e.GET("/find", s.find, private)
	e.POST("/find", s.submitFind, private, letters)
	e.GET("/find/sent", s.findSent, private)

	e.GET("/privacy", s.privacy, public)
	e.GET("/accessibility", s.accessibility, public)

	e.GET("/brand/:file", s.brand)
	e.GET("/files/:name", s.file)
	e.GET("/robots.txt", s.robots)
	e.GET("/sitemap.xml", s.sitemap, public)
	e.GET("/favicon.ico", s.favicon)
	e.GET("/healthz", s.health)
	e.GET("/readyz", s.ready)

	if s.mailbox != nil {
		e.GET("/mailbox", s.mails, private)
		e.GET("/mailbox/:id", s.mail, private)
		e.GET("/mailbox/:id/:part", s.mailPart, private)
	}
}
