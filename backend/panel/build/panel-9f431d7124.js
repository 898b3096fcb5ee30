import{m182_MAX_FILES as e,m182_createUploads as f,m182_isPassing as i,m182_kindsOf as r,m182_refusalOf as _,m182_writtenOf as m}from"./panel-687fbdb11a.js";export{e as a,m as b};
