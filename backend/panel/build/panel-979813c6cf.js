import{m155_useLoaded as o}from"./panel-687fbdb11a.js";export{o as a};
