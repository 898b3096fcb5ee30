import{m183_MAX_FILES as e,m183_createUploads as f,m183_isPassing as i,m183_kindsOf as r,m183_refusalOf as _,m183_writtenOf as m}from"./panel-bb6186186e.js";export{e as a,m as b};
