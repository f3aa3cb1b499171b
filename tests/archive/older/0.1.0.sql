PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO _sqlite_migrations VALUES(1,'backissues','create_archive','2026-03-01 06:00:00+00:00');
INSERT INTO _sqlite_migrations VALUES(2,'backissues','keep_thumbnails','2026-03-01 06:00:00+00:00');
INSERT INTO _sqlite_migrations VALUES(3,'backissues','stories_in_brief','2026-03-01 06:00:00+00:00');
CREATE TABLE publications (
        id INTEGER PRIMARY KEY,
        slug TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        publisher TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT 'newspaper',
        frequency TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        country TEXT NOT NULL DEFAULT '',
        place TEXT NOT NULL DEFAULT '',
        timezone TEXT NOT NULL DEFAULT '',
        homepage TEXT NOT NULL DEFAULT '',
        issn TEXT NOT NULL DEFAULT '',
        declared INTEGER NOT NULL DEFAULT 0, -- 1: described by a file in publications/
        demo INTEGER NOT NULL DEFAULT 0
    ) STRICT
    ;
INSERT INTO publications VALUES(1,'evening-lantern','The Evening Lantern','','newspaper','daily','en-GB','','Saltholm','Europe/London','https://lantern.example/','',1,0);
INSERT INTO publications VALUES(2,'uferbote','Der Uferbote','','newspaper','daily','de','','','Europe/Berlin','','',1,0);
INSERT INTO publications VALUES(3,'the-ledger','The Ledger','','newspaper','daily','en-GB','','','Europe/London','','',1,0);
INSERT INTO publications VALUES(4,'akhbar.example','أخبار','','website','','ar','','','','','',0,0);
INSERT INTO publications VALUES(5,'harbour-mercury','The Harbour Mercury','Mercury Press','newspaper','daily','en-GB','GB','Saltholm','Europe/London','https://mercury.example/','1234-5679',1,0);
CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        command TEXT NOT NULL,
        arguments TEXT NOT NULL DEFAULT '{}', -- JSON
        version TEXT NOT NULL DEFAULT '',
        started TEXT NOT NULL,
        finished TEXT,
        result TEXT, -- finished, interrupted, failed; NULL while running or after a kill
        counts TEXT NOT NULL DEFAULT '{}' -- JSON: stories added, changed, unchanged, skipped by reason, requests
    ) STRICT
    ;
INSERT INTO runs VALUES(1,'collect','{}','0.1.0','2026-04-16T05:59:00Z','2026-04-16T06:10:00Z','finished','{}');
INSERT INTO runs VALUES(2,'collect','{"slugs": ["harbour-mercury"], "from": "2026-04-01", "to": "2026-04-14"}','0.1.0','2026-04-16T05:59:00Z','2026-04-16T06:10:00Z','interrupted','{"captured": 23, "editions partial": 4, "failed: forbidden by robots.txt": 1, "stories added": 19}');
INSERT INTO runs VALUES(3,'collect','{"slugs": ["harbour-mercury"]}','0.1.0','2026-04-16T05:59:00Z',NULL,NULL,'{}');
CREATE TABLE editions (
        id INTEGER PRIMARY KEY,
        publication_id INTEGER NOT NULL REFERENCES publications(id),
        date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        label TEXT NOT NULL DEFAULT '',
        parent_id INTEGER REFERENCES editions(id), -- of a supplement
        name TEXT NOT NULL DEFAULT '', -- "City", "Sunday Review"
        title TEXT NOT NULL DEFAULT '', -- of this very edition, where it has one
        issue TEXT NOT NULL DEFAULT '', -- number as printed
        outcome TEXT, -- of the last finished collection; NULL: known from its stories only, or never finished
        detail TEXT NOT NULL DEFAULT '', -- why, in words
        index_name TEXT NOT NULL DEFAULT '',
        index_url TEXT NOT NULL DEFAULT '', -- its first page
        listed INTEGER, -- stories in its index
        cover_url TEXT NOT NULL DEFAULT '',
        first_collected TEXT,
        last_collected TEXT,
        run_id INTEGER REFERENCES runs(id) ON DELETE SET NULL,
        UNIQUE (publication_id, date, label)
    ) STRICT
    ;
INSERT INTO editions VALUES(1,1,'2026-03-07','city',NULL,'City','','4711','complete','','index','https://lantern.example/2026-03-07/',3,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(2,1,'2026-03-07','coast',NULL,'Coast','','','complete','','index','',3,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(3,1,'2026-03-07','review',1,'The Review','','','complete','','index','',1,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(4,1,'2026-03-09','city',NULL,'City','','','partial','1 of 2 listed stories are not held (1 not found (status 404))','index','',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(5,1,'2026-03-10','city',NULL,'','','','late','was due, but is not there (paper: status 404)','','',NULL,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(6,2,'2026-03-06','',NULL,'','','','complete','','index','',1,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(7,2,'2026-03-07','',NULL,'','','','complete','','index','',1,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(8,3,'2024-12-07','',NULL,'','','',NULL,'','','',NULL,'',NULL,NULL,NULL);
INSERT INTO editions VALUES(9,5,'2026-04-01','',NULL,'','','','partial','1 of 2 listed stories are not held (1 forbidden by robots.txt); 2 stories listed, at least 20 expected; 1 sections, at least 3 expected; no section Sport, Letters; byline given for 50% of the stories, 90% expected','index','https://mercury.example/2026-04-01/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(10,5,'2026-04-02','',NULL,'','','','partial','1 of 2 listed stories are not held (1 no body: 12 letters of text, and no sign of a paywall); 2 stories listed, 22 is usual for a Thursday','index','https://mercury.example/2026-04-02/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(11,5,'2026-04-03','',NULL,'','','','partial','1 of 2 listed stories are not held (1 no answer (TimeoutError)); supplement missing: review','index','https://mercury.example/2026-04-03/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(12,5,'2026-04-04','',NULL,'','','','partial','1 of 2 listed stories are not held (1 error (status 500)); 2 of 2 stories are shorter than 400 characters; 2 stories listed, at most 1 expected','index','https://mercury.example/2026-04-04/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(13,5,'2026-04-05','',NULL,'','','','stale','the index is that of 2026-04-04','index','https://mercury.example/2026-04-05/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(14,5,'2026-04-06','',NULL,'','','','stale','85% of its stories stood in the edition before, at most 50% may','index','https://mercury.example/2026-04-06/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(15,5,'2026-04-07','',NULL,'','','','blocked','the site refused all stories that were asked for (refused (status 403))','index','https://mercury.example/2026-04-07/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(16,5,'2026-04-08','',NULL,'','','','broken','none of 2 listed stories could be read (no headline: 0 letters; the page''s title is "Harbour; and, 3 more")','index','https://mercury.example/2026-04-08/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(17,5,'2026-04-09','',NULL,'','','','degraded','another index was used, because paper: status 503; e-paper: the page is not as described: no element matches ''li.story''','index','https://mercury.example/2026-04-09/',2,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',NULL);
INSERT INTO editions VALUES(18,5,'2026-04-10','',NULL,'','','','blocked','paper: forbidden by robots.txt; e-paper: status 429','','',NULL,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',2);
INSERT INTO editions VALUES(19,5,'2026-04-11','',NULL,'','','','late','is not due yet, but is not there (paper: status 404)','','',NULL,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',2);
INSERT INTO editions VALUES(20,5,'2026-04-12','',NULL,'','','','broken','paper: no answer (DNS lookup failed: no results for hostname lookup: mercury.example.)','','',NULL,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',2);
INSERT INTO editions VALUES(21,5,'2026-04-13','',NULL,'','','','broken','no index can be asked for this day without MERCURY_TOKEN','','',NULL,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',2);
INSERT INTO editions VALUES(22,5,'2026-04-14','',NULL,'','','','not-published','the newspaper declares that it is closed that day','','',NULL,'','2026-04-16T06:00:00Z','2026-04-16T06:00:00Z',2);
CREATE TABLE expected_editions (
        publication_id INTEGER NOT NULL REFERENCES publications(id),
        date TEXT NOT NULL,
        label TEXT NOT NULL DEFAULT '',
        expectation TEXT NOT NULL, -- expected, optional, closed
        PRIMARY KEY (publication_id, date, label)
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO expected_editions VALUES(1,'2026-03-06','city','expected');
INSERT INTO expected_editions VALUES(1,'2026-03-07','late','optional');
INSERT INTO expected_editions VALUES(1,'2026-03-08','city','closed');
INSERT INTO expected_editions VALUES(5,'2026-04-01','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-02','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-03','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-04','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-05','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-06','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-07','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-08','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-09','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-10','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-11','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-12','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-13','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-14','','closed');
INSERT INTO expected_editions VALUES(5,'2026-04-15','','expected');
INSERT INTO expected_editions VALUES(5,'2026-04-16','','expected');
CREATE TABLE stories (
        id INTEGER PRIMARY KEY, -- in edition order, see keys.py
        key TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL, -- canonical
        publication_id INTEGER NOT NULL REFERENCES publications(id),
        edition_date TEXT, -- NULL: undated
        evidence_kind TEXT, -- index, statement, structured, url, published
        evidence_text TEXT,
        evidence_also TEXT NOT NULL DEFAULT '[]', -- JSON: further evidence, {kind, text, date} each
        issue TEXT NOT NULL DEFAULT '',
        headline TEXT NOT NULL,
        print_headline TEXT NOT NULL DEFAULT '',
        kicker TEXT NOT NULL DEFAULT '',
        standfirst TEXT NOT NULL DEFAULT '',
        byline TEXT NOT NULL DEFAULT '',
        agency TEXT NOT NULL DEFAULT '',
        dateline TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL DEFAULT '',
        body_html TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        section TEXT NOT NULL DEFAULT '',
        page TEXT NOT NULL DEFAULT '',
        access TEXT NOT NULL DEFAULT 'open',
        topics TEXT NOT NULL DEFAULT '[]', -- JSON array
        words INTEGER NOT NULL DEFAULT 0,
        published TEXT NOT NULL DEFAULT '', -- as the page states it, ISO 8601
        modified TEXT NOT NULL DEFAULT '',
        first_seen TEXT NOT NULL,
        fetched TEXT NOT NULL,
        noarchive INTEGER NOT NULL DEFAULT 0,
        tdm_reserved INTEGER NOT NULL DEFAULT 0,
        text_hash TEXT NOT NULL,
        found_by TEXT NOT NULL DEFAULT '{}' -- JSON: field -> rule
    ) STRICT
    ;
INSERT INTO stories VALUES(28797,'hpvh4xmg4p5w','https://akhbar.example/1',4,NULL,NULL,NULL,'[]','','مدينة الميناء','','','','','','','نص القصة.','','ar','','','open','[]',2,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'2aee866132dceadf4e859019cdf8203ec638ff10ba972bd7d08633b8b913c1ed','{}');
INSERT INTO stories VALUES(949779,'j5dl3ujklwzu','https://lantern.example/about',1,NULL,NULL,NULL,'[]','','About the lantern','','','','','','','It is old.','','en-GB','','','open','[]',3,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'6bf4a14b54980ec94eb00d57aa1be84915788f9de4adc060913bc1b143dd9925','{}');
INSERT INTO stories VALUES(162743359704,'4etyl2pmi6mq','https://newsstand.example/ledger/1',3,'2024-12-07','statement','This story is from the December 07, 2024 edition of The Ledger.','[{"kind": "structured", "text": "printed 2024-12-08", "date": "2024-12-08"}]','88','Salt prices fall','','','','','','','Salt is cheap.','','en-GB','Business','B2','headline','[]',3,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'fc0d4953fe3076815943e9ac768d25d65c49e22f71d5786756ccacf9b07e8dc5','{}');
INSERT INTO stories VALUES(163219379028,'7qmgmxiu2hvk','https://uferbote.example/pegel',2,'2026-03-06','index','Der Uferbote, 2026-03-06','[]','','Pegel fällt','','','','','','','Am Ufer.','','de','','','excerpt','[]',2,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'7b1cdfba8274c5d8324dd6d8a5515363e5621575dea4f92b2d34f79fe41698f2','{}');
INSERT INTO stories VALUES(163220334826,'l2w5ounyash2','https://uferbote.example/bruecke',2,'2026-03-07','index','Der Uferbote, 2026-03-07','[]','','Brücke „gesperrt“','','','','','','','Am Ufer.','','de','','','excerpt','[]',2,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'0622a1fc672eca68864023e8e11ac1e1314c524fc52045262e326bb092cd0902','{}');
INSERT INTO stories VALUES(163220366142,'vghenevexg3k','https://lantern.example/live',1,'2026-03-07','published','2026-03-07T21:00:00Z','[]','','Live: the tide','','','','','','','It rises.','','en-GB','','','open','[]',2,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'7f615532a32c67861fc76d897b94a503d6153dc39f3733fb884a9e9976d9ae40','{}');
INSERT INTO stories VALUES(163220392139,'jymdugayymtx','https://lantern.example/ferry',1,'2026-03-07','index','The Evening Lantern, 2026-03-07','[]','','Night ferry <b>stays</b> & sails','It sails on','Harbour','The council votes nine to eight.','Ada Quill','','SALTHOLM',replace('The night ferry stays.\n\nSo the council decided, after the harbour master spoke of AT&T and co-op boats.','\n',char(10)),'<p>The night ferry stays.</p><p onclick="x()">So the <a href="javascript:x()">council</a> decided, after the harbour master spoke of AT&amp;T and co-op boats.</p><script>alert(1)</script><img src=x onerror=x()>','en-GB','Front page','1','open','["ferry", "council"]',20,'2026-03-06T22:15:00+00:00','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'368241bd4a2b6d2de5c42a09e80622776da703464517ba9a4f1cf7f9368271f8','{"headline": "JSON-LD"}');
INSERT INTO stories VALUES(163220462681,'nwedehkpfmvw','https://lantern.example/cricket',1,'2026-03-07','index','The Evening Lantern, 2026-03-07','[]','','Rain stops play','','','','','','','Rain fell on the oval.','','en-GB','','','open','[]',5,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'930299158de892d3d63cbf56056d34b9c0c23aaa82d6bd2973900dcce7b4bd5d','{}');
INSERT INTO stories VALUES(163220477620,'4memhbwfxwly','https://lantern.example/budget',1,'2026-03-07','index','The Evening Lantern, 2026-03-07','[]','','Budget passes','','','','Bo Reed','','TESSALY','Tessaly: the budget passed late.','','en-GB','','','open','[]',5,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'ecea0b8cf59aa041de93bc20148eeb128abf9fe33460414664b709602f478ea9','{}');
INSERT INTO stories VALUES(163220687258,'7guxcf2sz2hi','https://lantern.example/review',1,'2026-03-07','index','The Evening Lantern, 2026-03-07','[]','','A history of fog','','','','','','','Fog, at length.','','en-GB','','','open','[]',3,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'bb65a98af4018dd78404b920b8e077d6d5ab9eb50155530d8989d523ca6ddddf','{}');
INSERT INTO stories VALUES(163221096476,'ildaarijutja','https://lantern.example/quay',1,'2026-03-07','index','The Evening Lantern, 2026-03-07','[]','','Quay reopens','','','','','','','The quay is open.','','en-GB','','','open','[]',4,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'d5556eda80f09a4b2221ccdac3005d80cb14f43130ff504a78b3b17924f62dee','{}');
INSERT INTO stories VALUES(163223331802,'kefmx7cj625z','https://lantern.example/school',1,'2026-03-09','index','The Evening Lantern, 2026-03-09','[]','','School opens late','','','','','','','Pupils came, in time.','','en-GB','','','open','[]',4,'','','2026-03-11T06:00:00Z','2026-03-11T09:00:00Z',0,0,'b13027adf7cb6a562369b7406b7f55be571739b708a12b4d952e9f4d906c398d','{}');
INSERT INTO stories VALUES(163247416546,'5bq2h2573wzs','https://mercury.example/0/2',5,'2026-04-01','index','The Harbour Mercury, 2026-04-01','[]','','Tide table 0.2','','','','','','','High water of day 0 came at 0:25.','<p>High water of day 0 came at 0:25.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'8ff627f636a9760efcc717fe7e4598b7a1767eabe79f6639adb557ab0a5775ca','{}');
INSERT INTO stories VALUES(163248093446,'wa4uqqqr7mlj','https://mercury.example/1/2',5,'2026-04-02','index','The Harbour Mercury, 2026-04-02','[]','','Tide table 1.2','','','','','','','High water of day 1 came at 1:25.','<p>High water of day 1 came at 1:25.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'207b997eeb70eb7c0c702571780384d64f7251aeda6facac446181fc89cadccd','{}');
INSERT INTO stories VALUES(163248993377,'vfnvhkjzdvia','https://mercury.example/withheld',5,'2026-04-03','index','The Harbour Mercury, 2026-04-03','[]','','Not to be archived','','','','','','','','','en-GB','','','headline','[]',0,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',1,0,'b657028ff36f46236f192afcb5a25d47d991e85bc4d12337f5a9912d411273a0','{}');
INSERT INTO stories VALUES(163249442025,'gkdzrljaylju','https://mercury.example/tram',5,'2026-04-03','index','The Harbour Mercury, 2026-04-03','[]','','潮見市の路面電車が延伸','','','市議会が可決。','佐伯真央','','',replace('路面電車は港まで延びる。\n\n費用は六十億円。','\n',char(10)),'<p>路面電車は港まで延びる。</p><p>費用は六十億円。</p>','ja','','','open','["路面電車"]',10,'','','2026-03-11T01:00:00Z','2026-03-11T03:00:00Z',0,0,'0656307d0b6c5f2860ed308e2d70afe0a8c3a97642b3d9ec130b01c2cf0366ff','{}');
INSERT INTO stories VALUES(163249544625,'pzqk7mg2upij','https://mercury.example/reserved',5,'2026-04-03','index','The Harbour Mercury, 2026-04-03','[]','','Reserved from mining','','','','','','','Of dredgers at dusk.','','en-GB','','','open','[]',4,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,1,'42c77fe2f9cd6a3380dadd324aff53f6f6dbc511562461883555700be4968101','{}');
INSERT INTO stories VALUES(163249609536,'hnlizispvnio','https://mercury.example/2/2',5,'2026-04-03','index','The Harbour Mercury, 2026-04-03','[]','','Tide table 2.2','','','','','','','High water of day 2 came at 2:25.','<p>High water of day 2 came at 2:25.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'d621c8c61df773ee7349bd52e29ceb51da34bdfad08c60b8883d2690154cf78c','{}');
INSERT INTO stories VALUES(163249670933,'gzdsorqkeenc','https://mercury.example/3/2',5,'2026-04-04','index','The Harbour Mercury, 2026-04-04','[]','','Tide table 3.2','','','','','','','High water of day 3 came at 3:25.','<p>High water of day 3 came at 3:25.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'19fba7667aa5d836b467a40c4898c61101db3de685bc2ca047f156bafe46c34e','{}');
INSERT INTO stories VALUES(163251482016,'ohjk7bza2oko','https://mercury.example/4/2',5,'2026-04-05','index','The Harbour Mercury, 2026-04-05','[]','','Tide table 4.2','','','','','','','High water of day 4 came at 4:25.','<p>High water of day 4 came at 4:25.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'d4a607d52e0133226d9176d10b11b815c6bde6128f97b51427b5b88b3754a246','{}');
INSERT INTO stories VALUES(163251519975,'kp7mhgog2fz5','https://mercury.example/4/1',5,'2026-04-05','index','The Harbour Mercury, 2026-04-05','[]','','Tide table 4.1','','','','','','','High water of day 4 came at 4:15.','<p>High water of day 4 came at 4:15.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'801ec6295b9a108c6b25d1996dee27920a11c4639f4946a8d99c58967e36eeeb','{}');
INSERT INTO stories VALUES(163252572240,'lvfaw2d7lz4b','https://mercury.example/5/1',5,'2026-04-06','index','The Harbour Mercury, 2026-04-06','[]','','Tide table 5.1','','','','','','','High water of day 5 came at 5:15.','<p>High water of day 5 came at 5:15.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'9a834a2da80f3047502dc6e17239f7626b511a126d19091426c3aec50c18888e','{}');
INSERT INTO stories VALUES(163252759171,'p774qoqys74e','https://mercury.example/5/2',5,'2026-04-06','index','The Harbour Mercury, 2026-04-06','[]','','Tide table 5.2','','','','','','','High water of day 5 came at 5:25.','<p>High water of day 5 came at 5:25.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'87769da1e8786678cb7bcbee4415ef87d24f5d7001d25101f367c52003e63b9d','{}');
INSERT INTO stories VALUES(163254957372,'tgdas7chk47m','https://mercury.example/8/1',5,'2026-04-09','index','The Harbour Mercury, 2026-04-09','[]','','Tide table 8.1','','','','','','','High water of day 8 came at 8:15.','<p>High water of day 8 came at 8:15.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'04758c177eeba5db7a6f018b0f85d005702abe62ba7ff64f13ca65697c1acac4','{}');
INSERT INTO stories VALUES(163255518295,'dmxafvtkwqmy','https://mercury.example/8/2',5,'2026-04-09','index','The Harbour Mercury, 2026-04-09','[]','','Tide table 8.2','','','','','','','High water of day 8 came at 8:25.','<p>High water of day 8 came at 8:25.</p>','en-GB','','','open','[]',9,'','','2026-03-11T06:00:00Z','2026-03-11T06:00:00Z',0,0,'dac63614a6fc2927fb5c6ed88d63566c4c8042b70928d60a3572865d29f492bf','{}');
CREATE TABLE story_terms (
        story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        headline TEXT NOT NULL, print_headline TEXT NOT NULL, standfirst TEXT NOT NULL, byline TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO story_terms VALUES(163249442025,' 潮見 見市 市の の路 路面 面電 電車 車が が延 延伸 伸 ','',' 市議 議会 会が が可 可決 決 。',' 佐伯 伯真 真央 央 ',replace(' 路面 面電 電車 車は は港 港ま まで で延 延び びる る 。\n\n 費用 用は は六 六十 十億 億円 円 。','\n',char(10)));
CREATE TABLE placements (
        id INTEGER PRIMARY KEY,
        edition_id INTEGER NOT NULL REFERENCES editions(id) ON DELETE CASCADE,
        position INTEGER NOT NULL DEFAULT 0, -- from 1, through the whole edition; 0: not known
        section TEXT NOT NULL DEFAULT '',
        page TEXT NOT NULL DEFAULT '',
        url TEXT NOT NULL, -- as the index links it
        headline TEXT NOT NULL DEFAULT '', -- as listed
        kicker TEXT NOT NULL DEFAULT '',
        standfirst TEXT NOT NULL DEFAULT '',
        byline TEXT NOT NULL DEFAULT '',
        print_headline TEXT NOT NULL DEFAULT '',
        story_id INTEGER REFERENCES stories(id) ON UPDATE CASCADE ON DELETE SET NULL, -- NULL: listed, not held
        failure TEXT NOT NULL DEFAULT '', -- why it is not held
        UNIQUE (edition_id, url)
    ) STRICT
    ;
INSERT INTO placements VALUES(1,1,1,'Front page','1','https://lantern.example/ferry','It sails on','Harbour','','','',163220392139,'');
INSERT INTO placements VALUES(2,1,2,'Front page','1','https://lantern.example/budget','Budget passes','','','','',163220477620,'');
INSERT INTO placements VALUES(3,1,3,'Sport','8','https://lantern.example/cricket','Rain stops play','','','','',163220462681,'');
INSERT INTO placements VALUES(4,2,1,'Front page','1','https://lantern.example/ferry','It sails on','Harbour','','','',163220392139,'');
INSERT INTO placements VALUES(5,2,2,'Front page','1','https://lantern.example/budget','Budget passes','','','','',163220477620,'');
INSERT INTO placements VALUES(6,2,3,'Coast','3','https://lantern.example/quay','Quay reopens','','','','',163221096476,'');
INSERT INTO placements VALUES(7,3,1,'Review','R1','https://lantern.example/review','A history of fog','','','','',163220687258,'');
INSERT INTO placements VALUES(8,4,1,'Front page','1','https://lantern.example/gone','Mayor <i>resigns</i>','','','','',NULL,'not found (status 404)');
INSERT INTO placements VALUES(9,4,2,'City','2','https://lantern.example/school','School opens','','','','',163223331802,'');
INSERT INTO placements VALUES(10,6,1,'Lokales','A1','https://uferbote.example/pegel','Pegel fällt','','','','',163219379028,'');
INSERT INTO placements VALUES(11,7,1,'Lokales','A1','https://uferbote.example/bruecke','Brücke „gesperrt“','','','','',163220334826,'');
INSERT INTO placements VALUES(12,8,0,'Business','B2','https://newsstand.example/ledger/1','Salt prices fall','','','','',162743359704,'');
INSERT INTO placements VALUES(13,9,1,'Harbour','1','https://mercury.example/0/1','Tide table 0.1','','','By Ida Brun','',NULL,'forbidden by robots.txt');
INSERT INTO placements VALUES(14,9,2,'Harbour','1','https://mercury.example/0/2','Tide table 0.2','','','By Ida Brun','',163247416546,'');
INSERT INTO placements VALUES(15,10,1,'Harbour','1','https://mercury.example/1/1','Tide table 1.1','','','By Ida Brun','',NULL,'no body: 12 letters of text, and no sign of a paywall');
INSERT INTO placements VALUES(16,10,2,'Harbour','1','https://mercury.example/1/2','Tide table 1.2','','','By Ida Brun','',163248093446,'');
INSERT INTO placements VALUES(17,11,1,'Harbour','1','https://mercury.example/2/1','Tide table 2.1','','','By Ida Brun','',NULL,'no answer (TimeoutError)');
INSERT INTO placements VALUES(18,11,2,'Harbour','1','https://mercury.example/2/2','Tide table 2.2','','','By Ida Brun','',163249609536,'');
INSERT INTO placements VALUES(19,12,1,'Harbour','1','https://mercury.example/3/1','Tide table 3.1','','','By Ida Brun','',NULL,'error (status 500)');
INSERT INTO placements VALUES(20,12,2,'Harbour','1','https://mercury.example/3/2','Tide table 3.2','','','By Ida Brun','',163249670933,'');
INSERT INTO placements VALUES(21,13,1,'Harbour','1','https://mercury.example/4/1','Tide table 4.1','','','By Ida Brun','',163251519975,'');
INSERT INTO placements VALUES(22,13,2,'Harbour','1','https://mercury.example/4/2','Tide table 4.2','','','By Ida Brun','',163251482016,'');
INSERT INTO placements VALUES(23,14,1,'Harbour','1','https://mercury.example/5/1','Tide table 5.1','','','By Ida Brun','',163252572240,'');
INSERT INTO placements VALUES(24,14,2,'Harbour','1','https://mercury.example/5/2','Tide table 5.2','','','By Ida Brun','',163252759171,'');
INSERT INTO placements VALUES(25,15,1,'Harbour','1','https://mercury.example/6/1','Tide table 6.1','','','By Ida Brun','',NULL,'refused (status 403)');
INSERT INTO placements VALUES(26,15,2,'Harbour','1','https://mercury.example/6/2','Tide table 6.2','','','By Ida Brun','',NULL,'refused (status 403)');
INSERT INTO placements VALUES(27,16,1,'Harbour','1','https://mercury.example/7/1','Tide table 7.1','','','By Ida Brun','',NULL,'no headline: 0 letters; the page''s title is "Harbour; and, 3 more"');
INSERT INTO placements VALUES(28,16,2,'Harbour','1','https://mercury.example/7/2','Tide table 7.2','','','By Ida Brun','',NULL,'no headline: 0 letters; the page''s title is "Harbour; and, 3 more"');
INSERT INTO placements VALUES(29,17,1,'Harbour','1','https://mercury.example/8/1','Tide table 8.1','','','By Ida Brun','',163254957372,'');
INSERT INTO placements VALUES(30,17,2,'Harbour','1','https://mercury.example/8/2','Tide table 8.2','','','By Ida Brun','',163255518295,'');
INSERT INTO placements VALUES(31,11,0,'','','https://mercury.example/tram','潮見市の路面電車が延伸','','','','',163249442025,'');
INSERT INTO placements VALUES(32,11,0,'','','https://mercury.example/withheld','Not to be archived','','','','',163248993377,'');
INSERT INTO placements VALUES(33,11,0,'','','https://mercury.example/reserved','Reserved from mining','','','','',163249544625,'');
CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        story_id INTEGER REFERENCES stories(id) ON UPDATE CASCADE ON DELETE SET NULL,
        url TEXT NOT NULL,
        fetched TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        status INTEGER NOT NULL,
        content_type TEXT NOT NULL DEFAULT '',
        file TEXT NOT NULL,
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL,
        text_hash TEXT, -- of the story's text in it; NULL: no story's text, or less of it than we hold
        UNIQUE (file, offset)
    ) STRICT
    ;
INSERT INTO captures VALUES(1,163220392139,'https://lantern.example/ferry','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',0,900,'368241bd4a2b6d2de5c42a09e80622776da703464517ba9a4f1cf7f9368271f8');
INSERT INTO captures VALUES(2,163220477620,'https://lantern.example/budget','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',1000,900,'ecea0b8cf59aa041de93bc20148eeb128abf9fe33460414664b709602f478ea9');
INSERT INTO captures VALUES(3,163220462681,'https://lantern.example/cricket','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',2000,900,'930299158de892d3d63cbf56056d34b9c0c23aaa82d6bd2973900dcce7b4bd5d');
INSERT INTO captures VALUES(4,163220392139,'https://lantern.example/ferry','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',3000,900,'368241bd4a2b6d2de5c42a09e80622776da703464517ba9a4f1cf7f9368271f8');
INSERT INTO captures VALUES(5,163220477620,'https://lantern.example/budget','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',4000,900,'ecea0b8cf59aa041de93bc20148eeb128abf9fe33460414664b709602f478ea9');
INSERT INTO captures VALUES(6,163221096476,'https://lantern.example/quay','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',5000,900,'d5556eda80f09a4b2221ccdac3005d80cb14f43130ff504a78b3b17924f62dee');
INSERT INTO captures VALUES(7,163220687258,'https://lantern.example/review','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',6000,900,'bb65a98af4018dd78404b920b8e077d6d5ab9eb50155530d8989d523ca6ddddf');
INSERT INTO captures VALUES(8,163223331802,'https://lantern.example/school','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',7000,900,'fdb0e03f6d33d71248e7350942aaf18249fcb2b2724d30717a396fc2d20a1343');
INSERT INTO captures VALUES(9,163220366142,'https://lantern.example/live','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',8000,900,'7f615532a32c67861fc76d897b94a503d6153dc39f3733fb884a9e9976d9ae40');
INSERT INTO captures VALUES(10,949779,'https://lantern.example/about','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',9000,900,'6bf4a14b54980ec94eb00d57aa1be84915788f9de4adc060913bc1b143dd9925');
INSERT INTO captures VALUES(11,163223331802,'https://lantern.example/school','2026-03-11T09:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',10000,900,'b13027adf7cb6a562369b7406b7f55be571739b708a12b4d952e9f4d906c398d');
INSERT INTO captures VALUES(12,163219379028,'https://uferbote.example/pegel','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',11000,900,'7b1cdfba8274c5d8324dd6d8a5515363e5621575dea4f92b2d34f79fe41698f2');
INSERT INTO captures VALUES(13,163220334826,'https://uferbote.example/bruecke','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',12000,900,'0622a1fc672eca68864023e8e11ac1e1314c524fc52045262e326bb092cd0902');
INSERT INTO captures VALUES(14,162743359704,'https://newsstand.example/ledger/1','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',13000,900,'fc0d4953fe3076815943e9ac768d25d65c49e22f71d5786756ccacf9b07e8dc5');
INSERT INTO captures VALUES(15,28797,'https://akhbar.example/1','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',14000,900,'2aee866132dceadf4e859019cdf8203ec638ff10ba972bd7d08633b8b913c1ed');
INSERT INTO captures VALUES(16,163247416546,'https://mercury.example/0/2','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',15000,900,'8ff627f636a9760efcc717fe7e4598b7a1767eabe79f6639adb557ab0a5775ca');
INSERT INTO captures VALUES(17,163248093446,'https://mercury.example/1/2','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',16000,900,'207b997eeb70eb7c0c702571780384d64f7251aeda6facac446181fc89cadccd');
INSERT INTO captures VALUES(18,163249609536,'https://mercury.example/2/2','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',17000,900,'d621c8c61df773ee7349bd52e29ceb51da34bdfad08c60b8883d2690154cf78c');
INSERT INTO captures VALUES(19,163249670933,'https://mercury.example/3/2','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',18000,900,'19fba7667aa5d836b467a40c4898c61101db3de685bc2ca047f156bafe46c34e');
INSERT INTO captures VALUES(20,163251519975,'https://mercury.example/4/1','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',19000,900,'801ec6295b9a108c6b25d1996dee27920a11c4639f4946a8d99c58967e36eeeb');
INSERT INTO captures VALUES(21,163251482016,'https://mercury.example/4/2','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',20000,900,'d4a607d52e0133226d9176d10b11b815c6bde6128f97b51427b5b88b3754a246');
INSERT INTO captures VALUES(22,163252572240,'https://mercury.example/5/1','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',21000,900,'9a834a2da80f3047502dc6e17239f7626b511a126d19091426c3aec50c18888e');
INSERT INTO captures VALUES(23,163252759171,'https://mercury.example/5/2','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',22000,900,'87769da1e8786678cb7bcbee4415ef87d24f5d7001d25101f367c52003e63b9d');
INSERT INTO captures VALUES(24,163254957372,'https://mercury.example/8/1','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',23000,900,'04758c177eeba5db7a6f018b0f85d005702abe62ba7ff64f13ca65697c1acac4');
INSERT INTO captures VALUES(25,163255518295,'https://mercury.example/8/2','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',24000,900,'dac63614a6fc2927fb5c6ed88d63566c4c8042b70928d60a3572865d29f492bf');
INSERT INTO captures VALUES(26,163249442025,'https://mercury.example/tram','2026-03-11T01:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',25000,900,'0656307d0b6c5f2860ed308e2d70afe0a8c3a97642b3d9ec130b01c2cf0366ff');
INSERT INTO captures VALUES(27,163249442025,'https://mercury.example/tram?page=all','2026-03-11T02:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',26000,900,'d7649eef11d83af76d56d5bff22f08fef49b68935f9fed2735c9937fb3f0680c');
INSERT INTO captures VALUES(28,163249442025,'https://mercury.example/tram','2026-03-11T03:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',27000,900,'0656307d0b6c5f2860ed308e2d70afe0a8c3a97642b3d9ec130b01c2cf0366ff');
INSERT INTO captures VALUES(29,163248993377,'https://mercury.example/withheld','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',28000,900,'b657028ff36f46236f192afcb5a25d47d991e85bc4d12337f5a9912d411273a0');
INSERT INTO captures VALUES(30,163249544625,'https://mercury.example/reserved','2026-03-11T06:00:00Z','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e',200,'text/html','2026-03-11.warc.gz',29000,900,'42c77fe2f9cd6a3380dadd324aff53f6f6dbc511562461883555700be4968101');
CREATE TABLE versions (
        id INTEGER PRIMARY KEY,
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        number INTEGER NOT NULL, -- from 1
        fetched TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        capture_id INTEGER REFERENCES captures(id) ON DELETE SET NULL,
        headline TEXT, standfirst TEXT, byline TEXT, body TEXT, body_html TEXT,
        UNIQUE (story_id, number)
    ) STRICT
    ;
INSERT INTO versions VALUES(1,163220392139,1,'2026-03-11T06:00:00Z','368241bd4a2b6d2de5c42a09e80622776da703464517ba9a4f1cf7f9368271f8',1,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(2,163220477620,1,'2026-03-11T06:00:00Z','ecea0b8cf59aa041de93bc20148eeb128abf9fe33460414664b709602f478ea9',2,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(3,163220462681,1,'2026-03-11T06:00:00Z','930299158de892d3d63cbf56056d34b9c0c23aaa82d6bd2973900dcce7b4bd5d',3,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(4,163221096476,1,'2026-03-11T06:00:00Z','d5556eda80f09a4b2221ccdac3005d80cb14f43130ff504a78b3b17924f62dee',6,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(5,163220687258,1,'2026-03-11T06:00:00Z','bb65a98af4018dd78404b920b8e077d6d5ab9eb50155530d8989d523ca6ddddf',7,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(7,163220366142,1,'2026-03-11T06:00:00Z','7f615532a32c67861fc76d897b94a503d6153dc39f3733fb884a9e9976d9ae40',9,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(8,949779,1,'2026-03-11T06:00:00Z','6bf4a14b54980ec94eb00d57aa1be84915788f9de4adc060913bc1b143dd9925',10,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(9,163223331802,1,'2026-03-11T06:00:00Z','fdb0e03f6d33d71248e7350942aaf18249fcb2b2724d30717a396fc2d20a1343',8,'School opens','','','Pupils came.','');
INSERT INTO versions VALUES(10,163223331802,2,'2026-03-11T09:00:00Z','b13027adf7cb6a562369b7406b7f55be571739b708a12b4d952e9f4d906c398d',11,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(11,163219379028,1,'2026-03-11T06:00:00Z','7b1cdfba8274c5d8324dd6d8a5515363e5621575dea4f92b2d34f79fe41698f2',12,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(12,163220334826,1,'2026-03-11T06:00:00Z','0622a1fc672eca68864023e8e11ac1e1314c524fc52045262e326bb092cd0902',13,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(13,162743359704,1,'2026-03-11T06:00:00Z','fc0d4953fe3076815943e9ac768d25d65c49e22f71d5786756ccacf9b07e8dc5',14,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(14,28797,1,'2026-03-11T06:00:00Z','2aee866132dceadf4e859019cdf8203ec638ff10ba972bd7d08633b8b913c1ed',15,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(15,163247416546,1,'2026-03-11T06:00:00Z','8ff627f636a9760efcc717fe7e4598b7a1767eabe79f6639adb557ab0a5775ca',16,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(16,163248093446,1,'2026-03-11T06:00:00Z','207b997eeb70eb7c0c702571780384d64f7251aeda6facac446181fc89cadccd',17,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(17,163249609536,1,'2026-03-11T06:00:00Z','d621c8c61df773ee7349bd52e29ceb51da34bdfad08c60b8883d2690154cf78c',18,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(18,163249670933,1,'2026-03-11T06:00:00Z','19fba7667aa5d836b467a40c4898c61101db3de685bc2ca047f156bafe46c34e',19,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(19,163251519975,1,'2026-03-11T06:00:00Z','801ec6295b9a108c6b25d1996dee27920a11c4639f4946a8d99c58967e36eeeb',20,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(20,163251482016,1,'2026-03-11T06:00:00Z','d4a607d52e0133226d9176d10b11b815c6bde6128f97b51427b5b88b3754a246',21,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(21,163252572240,1,'2026-03-11T06:00:00Z','9a834a2da80f3047502dc6e17239f7626b511a126d19091426c3aec50c18888e',22,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(22,163252759171,1,'2026-03-11T06:00:00Z','87769da1e8786678cb7bcbee4415ef87d24f5d7001d25101f367c52003e63b9d',23,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(23,163254957372,1,'2026-03-11T06:00:00Z','04758c177eeba5db7a6f018b0f85d005702abe62ba7ff64f13ca65697c1acac4',24,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(24,163255518295,1,'2026-03-11T06:00:00Z','dac63614a6fc2927fb5c6ed88d63566c4c8042b70928d60a3572865d29f492bf',25,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(25,163249442025,1,'2026-03-11T01:00:00Z','0656307d0b6c5f2860ed308e2d70afe0a8c3a97642b3d9ec130b01c2cf0366ff',26,'潮見市の路面電車が延伸','市議会が可決。','佐伯真央',replace('路面電車は港まで延びる。\n\n費用は六十億円。','\n',char(10)),'<p>路面電車は港まで延びる。</p><p>費用は六十億円。</p>');
INSERT INTO versions VALUES(26,163249442025,2,'2026-03-11T02:00:00Z','d7649eef11d83af76d56d5bff22f08fef49b68935f9fed2735c9937fb3f0680c',27,'潮見市の路面電車が延伸','市議会が可決。','佐伯真央',replace('路面電車は港まで延びる。\n\n費用は七十億円。','\n',char(10)),'<p>路面電車は港まで延びる。</p><p>費用は六十億円。</p>');
INSERT INTO versions VALUES(27,163249442025,3,'2026-03-11T03:00:00Z','0656307d0b6c5f2860ed308e2d70afe0a8c3a97642b3d9ec130b01c2cf0366ff',28,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(28,163248993377,1,'2026-03-11T06:00:00Z','b657028ff36f46236f192afcb5a25d47d991e85bc4d12337f5a9912d411273a0',29,NULL,NULL,NULL,NULL,NULL);
INSERT INTO versions VALUES(29,163249544625,1,'2026-03-11T06:00:00Z','42c77fe2f9cd6a3380dadd324aff53f6f6dbc511562461883555700be4968101',30,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE addresses (
        url TEXT PRIMARY KEY, -- every address a story was reached under, canonical form
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO addresses VALUES('https://akhbar.example/1',28797);
INSERT INTO addresses VALUES('https://lantern.example/about',949779);
INSERT INTO addresses VALUES('https://newsstand.example/ledger/1',162743359704);
INSERT INTO addresses VALUES('https://uferbote.example/pegel',163219379028);
INSERT INTO addresses VALUES('https://uferbote.example/bruecke',163220334826);
INSERT INTO addresses VALUES('https://lantern.example/live',163220366142);
INSERT INTO addresses VALUES('https://lantern.example/ferry',163220392139);
INSERT INTO addresses VALUES('https://lantern.example/cricket',163220462681);
INSERT INTO addresses VALUES('https://lantern.example/budget',163220477620);
INSERT INTO addresses VALUES('https://lantern.example/review',163220687258);
INSERT INTO addresses VALUES('https://lantern.example/quay',163221096476);
INSERT INTO addresses VALUES('https://lantern.example/school',163223331802);
INSERT INTO addresses VALUES('https://mercury.example/0/2',163247416546);
INSERT INTO addresses VALUES('https://mercury.example/1/2',163248093446);
INSERT INTO addresses VALUES('https://mercury.example/withheld',163248993377);
INSERT INTO addresses VALUES('https://mercury.example/tram',163249442025);
INSERT INTO addresses VALUES('https://mercury.example/tram?page=all',163249442025);
INSERT INTO addresses VALUES('https://mercury.example/reserved',163249544625);
INSERT INTO addresses VALUES('https://mercury.example/2/2',163249609536);
INSERT INTO addresses VALUES('https://mercury.example/3/2',163249670933);
INSERT INTO addresses VALUES('https://mercury.example/4/2',163251482016);
INSERT INTO addresses VALUES('https://mercury.example/4/1',163251519975);
INSERT INTO addresses VALUES('https://mercury.example/5/1',163252572240);
INSERT INTO addresses VALUES('https://mercury.example/5/2',163252759171);
INSERT INTO addresses VALUES('https://mercury.example/8/1',163254957372);
INSERT INTO addresses VALUES('https://mercury.example/8/2',163255518295);
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO authors VALUES(1,'Ada Quill');
INSERT INTO authors VALUES(2,'佐伯真央');
CREATE TABLE story_authors (
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        position INTEGER NOT NULL,
        author_id INTEGER NOT NULL REFERENCES authors(id),
        PRIMARY KEY (story_id, position)
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO story_authors VALUES(163220392139,1,1);
INSERT INTO story_authors VALUES(163249442025,1,2);
CREATE TABLE images (
        id INTEGER PRIMARY KEY,
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        caption TEXT NOT NULL DEFAULT '',
        credit TEXT NOT NULL DEFAULT '',
        UNIQUE (story_id, position)
    ) STRICT
    ;
INSERT INTO images VALUES(1,163220392139,1,'https://lantern.example/ferry.jpg','The ferry at dusk.','Jo Lamp');
INSERT INTO images VALUES(2,163249442025,1,'https://mercury.example/tram.jpg','港の電車','撮影・佐伯');
CREATE TABLE leads (
        id INTEGER PRIMARY KEY,
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE, -- where it was seen
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        headline TEXT NOT NULL,
        standfirst TEXT NOT NULL DEFAULT '',
        UNIQUE (story_id, position)
    ) STRICT
    ;
INSERT INTO leads VALUES(1,163220392139,1,'https://lantern.example/tides','Tides rise','A little.');
INSERT INTO leads VALUES(2,163220392139,2,'https://lantern.example/budget','Budget','');
INSERT INTO leads VALUES(3,163249442025,1,'https://mercury.example/pier','桟橋','新しい');
CREATE TABLE takedowns (
        key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        removed TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    ;
INSERT INTO takedowns VALUES('rvpzytjo6h6x','https://lantern.example/removed','At the request of the family','2026-03-12T10:00:00Z');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','stories_fts','stories_fts',0,'CREATE VIRTUAL TABLE stories_fts USING fts5(
        headline, print_headline, standfirst, byline, body, content=''searchable'', content_rowid=''id'', tokenize=''porter unicode61 remove_diacritics 2 categories ''''L* N* Co Mn Mc''''''
    )');
CREATE TABLE IF NOT EXISTS 'stories_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO stories_fts_data VALUES(1,X'195d030c088127');
INSERT INTO stories_fts_data VALUES(10,X'0000000102022000021001010101010000');
INSERT INTO stories_fts_data VALUES(137438953473,X'0000006e0330617484e093b9bb310601040401076472656467657284e093b9bb3106010403020375736b84e093b9bb3106010405010466726f6d84e093b9bb31020301046d696e6584e093b9bb31020401026f6684e093b9bb3106010402010672657365727684e093b9bb310202040e130f0e0e0e');
INSERT INTO stories_fts_data VALUES(2199023255553,X'00000a4002303084e092b7c9620a040104060501013184e092e0f2060a040104060581d191610205c09c6902058191c96c020502013584e094b283670601040ac09c690601040a8191c96c0601040a01013284e092b7c9620205a9a8240205dcc43a0c04030104060583df550205eec50b0205cdf963020581a8b354020502013584e092b7c9620601040aa9a8240601040adcc43a0601040a83df550601040aeec50b0601040acdf9630601040a81a8b3540601040a01013384e093c196150a040104060501013484e094afdb200a040104060582a8470a040104060501013584e094f2a0500a04010406058bb4330a040104060501013884e09683ea3c0a0401040605a29e1b0a040104060501016184e085d8931a02020204626f7574b9fc1302020202646184e085c6914b0601030202046674657284e085c6914b0601040a02016d84e08588a65406010402baab160601040202026e6484e085c6914b060104120205726368697684e09397e861020502017484e085c6914b0601041092814f060104038cdfb64806010408a9a82406010408dcc43a0601040883df5506010408eec50b0601040882a84706010408c09c69060104088bb433060104088186953906010408a29e1b0601040801016284e085c6914b04040402016584e09397e861020402016f84e085cbad34060103020302617484e085c6914b0601041502047275636b84e085c2d16a02020205756467657484e085cbad340802010404010463616d6584e086f9c75a060104038bbe820806010407a9a82406010407dcc43a0601040783df5506010407eec50b0601040782a84706010407c09c69060104078bb433060104078186953906010407a29e1b0601040702046865617084dea28ab1580601040402016f84e085c6914b060104130305756e63696c84e085c6914b0c010203010408010364616984e092b7c96206010405a9a82406010405dcc43a0601040583df5506010405eec50b0601040582a84706010405c09c69060104058bb433060104058186953906010405a29e1b0601040502046563696484e085c6914b060104090105656967687484e085c6914b06010207010466616c6c84dea28ab158020405017484e08588a65402030203656c6c84e085cab85906010403030372726984e085c6914b080301040402026f6784e085d8931a08050104020108676573706572727484e085c2d16a02030107686172626f757284e085c6914b0601040c020369676884e092b7c96206010402a9a82406010402dcc43a0601040283df5506010402eec50b0601040282a84706010402c09c69060104028bb433060104028186953906010402a29e1b06010402030573746f726984e085d8931a02030102696e84e086f9c75a06010404020173b9fc130601040384dea1d0b5450601040381e3e6de4406010404020174b9fc130601040284e0858aca2b0601040281cb0d0601010201076c616e7465726eb9fc1302040302746584e085cbad340601040681ae9a2602040205656e67746884e085d8931a06010404020369766584e085c4c63e020201066d617374657284e085c6914b0601040d01056e6967687484e085c6914b080201040303026e6584e085c6914b0601020502026f7484e09397e861020201026f6684e085c6914b0601040f92814f02048cdfb64806010404a9a82406010404dcc43a0601040483df5506010404eec50b0601040482a84706010404c09c69060104048bb433060104048186953906010404a29e1b0601040402026c64b9fc130601040402016e84e085c6914b0601010484a70e0601040402017084e085c6914b060104140302656e84e085f1901c060104058188b73e0203020376616c84e085cab8590601040601047061737384e085cbad34080301040502046567656c84e08588a654020202036c616984e085cab859020402047269636584dea28ab158020302047570696c84e086f9c75a0601040201047175616984e085f1901c08020104030303696c6c84e085c6914b0601030301047261696e84e085cab8590802010402020365656484e085cbad340601030303046f70656e84e085f1901c0203020369736584e085c4c63e0601040301047361696c84e085c6914b080701010303026c7484dea28ab1580802010402020563686f6f6c84e086f9c75a020202016f84e085c6914b060104060204706f6b6584e085c6914b0601040e020374616984e085c6914b080501040503026f7084e085cab859020301017484e085c6914b06010411020361626c84e092b7c9620203a9a8240203dcc43a020383df550203eec50b020382a8470203c09c6902038bb4330203818695390203a29e1b02030206657373616c6984e085cbad340601040202026865b9fc13020384e0858aca2b020381cb0d10010202010402070684a70e06010405f45b06010403a5e26806010402020369646584e085c4c63e02048cf383240202a9a8240202dcc43a020283df550202eec50b020282a8470202c09c6902028bb4330202818695390202a29e1b020203026d6584e086f9c75a0601040502016f84e085c6914b060102068dd1d716020301047566657284e08588a65406010403baab16060104030104766f746584e085c6914b060102040105776174657284e092b7c96206010403a9a82406010403dcc43a0601040383df5506010403eec50b0601040382a84706010403c09c69060104038bb433060104038186953906010403a29e1b06010403010ad8a7d984d982d8b5d8a981e07d06010403060985d98ad986d8a7d8a181e07d0203010ad985d8afd98ad986d8a981e07d0202020386d8b581e07d060104020106e3818ce58faf84e093b39969060102050502bbb684e093b39969020a0304a7e5bbb684e093b39969060104090304aee8b7af84e093b3996902050304afe585ad84e093b399690601040f0403e6b8af84e093b39969060104060304b3e3828b84e093b399690601040b0304bee381a784e093b39969060104080202828b84e093b399690601040c0106e4bc9ae3818c84e093b39969060102040304afe79c9f84e093b39969060103030301b884e093b39969020c0205bd90e4bcaf84e093b39969060103020106e58484e5868684e093b3996906010412020585ade58d8184e093b39969060104100202868684e093b399690601041302058d81e5848484e093b399690601041102058fafe6b1ba84e093b39969060102060202a4ae84e093b39969060103050205b882e381ae84e093b3996902040403e8adb084e093b39969060102020205bbb6e381b384e093b399690601040a0403e4bcb884e093b39969020b0103e6b1ba84e093b39969060102070205b8afe381be84e093b39969060104070205bdaee8a68b84e093b3996902020106e794a8e381af84e093b399690601040e02059c9fe5a4ae84e093b39969060103040106e8a68be5b88284e093b3996902030205adb0e4bc9a84e093b39969060102030205b2bbe794a884e093b399690601040d0205b7afe99da284e093b3996908060104020205bb8ae3818c84e093b3996902090601af84e093b39969060104050106e99bbbe8bb8a84e093b39969080801040402059da2e99bbb84e093b399690807010403040f201c2f380f1818180b0b0e10140e0f5c0c0b0d0e0e1258100d144f10110e0b0f100f12134f0f0e1d1b0e14110d12120e0c5b0b140d140f110e0d0e10110f110f0e0f110f0f0d10100c0d3b1231410e131710511310110c120c100e100f10100e12100b1112110e11110e0f0f110d0f110f1211101111120f0d13');
CREATE TABLE IF NOT EXISTS 'stories_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO stories_fts_idx VALUES(1,X'',2);
INSERT INTO stories_fts_idx VALUES(16,X'',2);
CREATE TABLE IF NOT EXISTS 'stories_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO stories_fts_docsize VALUES(28797,X'0200000002');
INSERT INTO stories_fts_docsize VALUES(949779,X'0300000003');
INSERT INTO stories_fts_docsize VALUES(162743359704,X'0300000003');
INSERT INTO stories_fts_docsize VALUES(163219379028,X'0200000002');
INSERT INTO stories_fts_docsize VALUES(163220334826,X'0200000002');
INSERT INTO stories_fts_docsize VALUES(163220366142,X'0300000002');
INSERT INTO stories_fts_docsize VALUES(163220392139,X'0603060214');
INSERT INTO stories_fts_docsize VALUES(163220462681,X'0300000005');
INSERT INTO stories_fts_docsize VALUES(163220477620,X'0200000205');
INSERT INTO stories_fts_docsize VALUES(163220687258,X'0400000003');
INSERT INTO stories_fts_docsize VALUES(163221096476,X'0200000004');
INSERT INTO stories_fts_docsize VALUES(163223331802,X'0300000004');
INSERT INTO stories_fts_docsize VALUES(163247416546,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163248093446,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163248993377,X'0400000000');
INSERT INTO stories_fts_docsize VALUES(163249442025,X'0b00060412');
INSERT INTO stories_fts_docsize VALUES(163249544625,X'0300000004');
INSERT INTO stories_fts_docsize VALUES(163249609536,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163249670933,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163251482016,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163251519975,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163252572240,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163252759171,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163254957372,X'0400000009');
INSERT INTO stories_fts_docsize VALUES(163255518295,X'0400000009');
CREATE TABLE IF NOT EXISTS 'stories_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO stories_fts_config VALUES('rank','bm25(8.0, 8.0, 4.0, 3.0, 1.0)');
INSERT INTO stories_fts_config VALUES('version',4);
CREATE TABLE thumbnails (
            url TEXT PRIMARY KEY, -- as the story's page names it: images.url
            fetched TEXT NOT NULL,
            failure TEXT NOT NULL DEFAULT '', -- why there is no thumbnail
            sha256 TEXT, -- of the image as fetched
            content_type TEXT,
            file TEXT, offset INTEGER, length INTEGER, -- its capture
            width INTEGER, height INTEGER, -- pixels of the thumbnail
            thumbnail BLOB,
            thumbnail_type TEXT
        ) STRICT
        ;
INSERT INTO thumbnails VALUES('https://lantern.example/ferry.jpg','2026-03-11T06:00:00Z','','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e','text/html','2026-03-11.warc.gz',30000,900,480,300,X'3c73766720786d6c6e733d27687474703a2f2f7777772e77332e6f72672f323030302f737667272f3e','image/svg+xml');
INSERT INTO thumbnails VALUES('https://mercury.example/tram.jpg','2026-04-03T00:00:00Z','not found (status 404)',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX stories_by_paper ON stories(publication_id, id);
CREATE INDEX stories_by_section ON stories(section, id);
CREATE INDEX stories_by_evidence ON stories(publication_id, evidence_kind, access);
CREATE INDEX editions_by_date ON editions(date, publication_id, label);
CREATE INDEX editions_by_parent ON editions(parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX placements_in_order ON placements(edition_id, position);
CREATE INDEX placements_by_story ON placements(story_id);
CREATE INDEX placements_by_url ON placements(url);
CREATE INDEX captures_by_story ON captures(story_id);
CREATE INDEX captures_by_url ON captures(url);
CREATE INDEX versions_by_capture ON versions(capture_id);
CREATE INDEX addresses_by_story ON addresses(story_id);
CREATE INDEX story_authors_by_author ON story_authors(author_id, story_id);
CREATE INDEX leads_by_url ON leads(url);
CREATE VIEW searchable AS
    SELECT stories.id AS id,
        coalesce(story_terms.headline, stories.headline) AS headline,
        coalesce(story_terms.print_headline, stories.print_headline) AS print_headline,
        coalesce(story_terms.standfirst, stories.standfirst) AS standfirst,
        coalesce(story_terms.byline, stories.byline) AS byline,
        coalesce(story_terms.body, stories.body) AS body
    FROM stories LEFT JOIN story_terms ON story_terms.story_id = stories.id;
CREATE VIEW version_texts AS
    SELECT versions.id, versions.story_id, versions.number, versions.fetched, versions.text_hash, versions.capture_id,
        coalesce(versions.headline, stories.headline) AS headline,
        coalesce(versions.standfirst, stories.standfirst) AS standfirst,
        coalesce(versions.byline, stories.byline) AS byline,
        coalesce(versions.body, stories.body) AS body,
        coalesce(versions.body_html, stories.body_html) AS body_html
    FROM versions JOIN stories ON stories.id = versions.story_id;
CREATE TRIGGER searchable_story_added AFTER INSERT ON stories BEGIN 
    INSERT INTO stories_fts(rowid, headline, print_headline, standfirst, byline, body)
    SELECT id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = new.id;
 END;
CREATE TRIGGER searchable_story_changes BEFORE UPDATE OF id, headline, print_headline, standfirst, byline, body ON stories BEGIN 
    INSERT INTO stories_fts(stories_fts, rowid, headline, print_headline, standfirst, byline, body)
    SELECT 'delete', id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = old.id;
 END;
CREATE TRIGGER searchable_story_changed AFTER UPDATE OF id, headline, print_headline, standfirst, byline, body ON stories BEGIN 
    INSERT INTO stories_fts(rowid, headline, print_headline, standfirst, byline, body)
    SELECT id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = new.id;
 END;
CREATE TRIGGER searchable_story_goes BEFORE DELETE ON stories BEGIN 
    INSERT INTO stories_fts(stories_fts, rowid, headline, print_headline, standfirst, byline, body)
    SELECT 'delete', id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = old.id;
 END;
CREATE TRIGGER searchable_terms_come BEFORE INSERT ON story_terms BEGIN 
    INSERT INTO stories_fts(stories_fts, rowid, headline, print_headline, standfirst, byline, body)
    SELECT 'delete', id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = new.story_id;
 END;
CREATE TRIGGER searchable_terms_added AFTER INSERT ON story_terms BEGIN 
    INSERT INTO stories_fts(rowid, headline, print_headline, standfirst, byline, body)
    SELECT id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = new.story_id;
 END;
CREATE TRIGGER searchable_terms_change BEFORE UPDATE OF headline, print_headline, standfirst, byline, body ON story_terms BEGIN 
    INSERT INTO stories_fts(stories_fts, rowid, headline, print_headline, standfirst, byline, body)
    SELECT 'delete', id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = old.story_id;
 END;
CREATE TRIGGER searchable_terms_changed AFTER UPDATE OF headline, print_headline, standfirst, byline, body ON story_terms BEGIN 
    INSERT INTO stories_fts(rowid, headline, print_headline, standfirst, byline, body)
    SELECT id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = new.story_id;
 END;
CREATE TRIGGER searchable_terms_go BEFORE DELETE ON story_terms BEGIN 
    INSERT INTO stories_fts(stories_fts, rowid, headline, print_headline, standfirst, byline, body)
    SELECT 'delete', id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = old.story_id;
 END;
CREATE TRIGGER searchable_terms_gone AFTER DELETE ON story_terms BEGIN 
    INSERT INTO stories_fts(rowid, headline, print_headline, standfirst, byline, body)
    SELECT id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = old.story_id;
 END;
CREATE INDEX thumbnails_by_sha256 ON thumbnails(sha256) WHERE thumbnail IS NOT NULL;
CREATE INDEX images_by_url ON images(url);
CREATE INDEX stories_in_brief ON stories(id, publication_id, access, section, language);
PRAGMA writable_schema=OFF;
COMMIT;
