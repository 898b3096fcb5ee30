import{m155_useLoaded as o}from"./panel-746b0a6e5a.js";export{o as a};
