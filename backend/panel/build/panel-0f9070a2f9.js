import{m155_useLoaded as o}from"./panel-c33da90c6e.js";export{o as a};
