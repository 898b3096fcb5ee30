import{a}from"./panel-8a759c3dd2.js";import"./panel-893583e8bc.js";import"./panel-badebcaf6a.js";export{a as en};
