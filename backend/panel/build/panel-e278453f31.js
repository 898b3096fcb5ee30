import{m184_MAX_FILES as e,m184_createUploads as f,m184_isPassing as i,m184_kindsOf as r,m184_refusalOf as _,m184_writtenOf as m}from"./panel-2516739aea.js";export{e as a,m as b};
