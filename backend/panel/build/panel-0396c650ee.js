import{m186_randomUuid as o}from"./panel-2516739aea.js";export{o as a};
