import{m65_kindsEn as a,m65_kindsRu as k,m65_masksEn as n,m65_masksRu as d}from"./panel-2516739aea.js";export{a,k as b,n as c};
